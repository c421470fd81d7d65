/**
 * A parent in Perl that holds sockets as systemd's socket units do: it opens UDP for syslog and for traps, IPv4 and IPv6 of each, and TCP,
 * tells their ports and the size of the receive buffer, and with each line on its standard input starts the program that its arguments
 * tell, with all of them handed over.
 */
export const socketHolder = String.raw`
use strict; use Socket qw(:all); use POSIX ();
$^F = 63; $| = 1;
my (@sockets, @names);
# Gives back the port, which is any one where none is named.
sub hold {
  my ($name, $type, $family, $port) = @_;
  socket(my $socket, $family, $type, 0) or die "socket: $!";
  if ($family == AF_INET6) { setsockopt($socket, IPPROTO_IPV6, IPV6_V6ONLY, 1) or die "IPV6_V6ONLY: $!"; }
  bind($socket, $family == AF_INET6 ? pack_sockaddr_in6($port, IN6ADDR_ANY) : pack_sockaddr_in($port, INADDR_ANY)) or die "bind: $!";
  # SO_RCVBUFFORCE, as systemd sets ReceiveBuffer=; who may not do that gets what the system allows.
  if ($type == SOCK_DGRAM) { setsockopt($socket, SOL_SOCKET, 33, pack('i', 16 << 20)) or setsockopt($socket, SOL_SOCKET, SO_RCVBUF, pack('i', 16 << 20)); }
  else { listen($socket, 511) or die "listen: $!"; }
  push @sockets, $socket; push @names, $name;
  return $family == AF_INET6 ? $port : (unpack_sockaddr_in(getsockname($socket)))[0];
}
my $udp = hold('syslog', SOCK_DGRAM, AF_INET, 0); hold('syslog', SOCK_DGRAM, AF_INET6, $udp);
my $traps = hold('traps', SOCK_DGRAM, AF_INET, 0); hold('traps', SOCK_DGRAM, AF_INET6, $traps);
my $tcp = hold('syslog-tcp', SOCK_STREAM, AF_INET, 0);
print "holds $udp $tcp $traps ", unpack('i', getsockopt($sockets[0], SOL_SOCKET, SO_RCVBUF)), "\n";
while (<STDIN>) {
  my $pid = fork;
  if ($pid == 0) {
    POSIX::dup2(fileno($sockets[$_]), 20 + $_) for 0 .. $#sockets;
    POSIX::dup2(20 + $_, 3 + $_) for 0 .. $#sockets;
    @ENV{'LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES'} = ($$, scalar @sockets, join(':', @names));
    exec @ARGV; die "exec: $!";
  }
  print "started $pid\n";
  waitpid($pid, 0);
  print "ended\n";
}
`;
