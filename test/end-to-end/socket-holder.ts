/**
 * A parent in Perl that holds sockets as systemd's socket units do: it opens UDP and TCP for syslog, tells their ports and the size of the
 * receive buffer, and with each line on its standard input starts the program that its arguments tell, with both handed over.
 */
export const socketHolder = String.raw`
use strict; use Socket; use POSIX ();
$^F = 63; $| = 1;
my @sockets;
for my $type (SOCK_DGRAM, SOCK_STREAM) {
  socket(my $socket, PF_INET, $type, 0) or die "socket: $!";
  bind($socket, sockaddr_in(0, INADDR_ANY)) or die "bind: $!";
  # SO_RCVBUFFORCE, as systemd sets ReceiveBuffer=; who may not do that gets what the system allows.
  if ($type == SOCK_DGRAM) { setsockopt($socket, SOL_SOCKET, 33, pack('i', 16 << 20)) or setsockopt($socket, SOL_SOCKET, SO_RCVBUF, pack('i', 16 << 20)); }
  else { listen($socket, 511) or die "listen: $!"; }
  push @sockets, $socket;
}
my @ports = map { (sockaddr_in(getsockname($_)))[0] } @sockets;
print "holds @ports ", unpack('i', getsockopt($sockets[0], SOL_SOCKET, SO_RCVBUF)), "\n";
while (<STDIN>) {
  my $pid = fork;
  if ($pid == 0) {
    POSIX::dup2(fileno($sockets[$_]), 20 + $_) for 0 .. $#sockets;
    POSIX::dup2(20 + $_, 3 + $_) for 0 .. $#sockets;
    @ENV{'LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES'} = ($$, scalar @sockets, 'syslog:syslog-tcp');
    exec @ARGV; die "exec: $!";
  }
  print "started $pid\n";
  waitpid($pid, 0);
  print "ended\n";
}
`;
