/** What is chosen most often of eight characters and more, in small letters; what people put around it `passwordFault` takes away. */
export const commonest: ReadonlySet<string> = new Set(
  `administrator adminadmin alejandra alexander alexandra algorithm allison1 amsterdam anderson andromeda anything apollo13 apple123
  asdfasdf asdfghjk asdfghjkl asdf1234 asdfjkl; australia babygirl babylove backspace badminton barcelona baseball basketball
  beautiful benjamin bestfriend bigdaddy billabong birthday blackcat blahblah blessing blueblue bluebird bonjour1 bookworm boomboom
  bradford braveheart brooklyn bulldogs butterfly buttercup california cardinal caroline cashmoney catherine challenge
  champion changeme changepassword changeit charlotte cheerleader cheyenne chocolate christian christina christine christopher
  cinderella ciscocisco clifford computer concrete confidential corvette courtney cowboys1 creative crystal1 danielle
  darkness darkside default1 defender dictionary diamonds dolphins dragonball dreamers einstein elephant elizabeth emmanuel
  enterprise everlast everton1 everything explorer facebook ferrari1 fernando firebird firewall flamingo florence flowers1
  football forever1 forgetit franklin freedom1 friendship garfield generation geronimo gertrude godisgood goldfish goodluck
  gorgeous grandma1 greenday guardian hallo123 happiness hardcore hawaiian heather1 hello123 hellohello helpdesk helpme12 homework
  hollywood iloveyou iloveyou2 iloveme1 infinity internet inuyasha invincible isabella jasmine1 jennifer jeremiah jessica1 jordan23
  jonathan katherine kimberly kingkong kittycat kristina lasvegas lavender leonardo letmein1 letmeinnow liberty1 lineage2
  linkedin liverpool logitech lollipop loveless lovelove loveyou1 loverboy madeline makaveli manchester manunited margarita
  marketing marlboro marseille mastermind maverick maximus1 mckenzie melissa1 mercedes metallica michael1 michelle microsoft
  midnight millions minecraft monitoring monitor1 montreal moonlight mountain muhammad mustang1 mypassword naruto12 nicholas
  nightmare nintendo northern november october1 olivia123 onelove1 operator operations orlando1 panther1 paradise passphrase
  passpass passport password passwort passwords passw0rd patricia peaches1 pakistan penelope philippe playboy1 playstation pokemon1
  portugal precious princesa princess property qazwsxedc qweasdzxc qwer1234 qwerasdf qwertyui qwertyuiop qwertyqwerty
  rainbow1 raiders1 rastafari rebecca1 redskins remember richmond roberto1 rockstar rootroot samantha samsung1 savannah scarface
  scorpion scotland secret12 secretsecret security serenity shadow12 shannon1 sharingan simpsons skywalker slipknot snickers snowball
  softball something southern spiderman spitfire starcraft starfish startrek starwars steelers stephanie sterling strawberry
  submarine sunflower sunshine superman superstar supervisor swordfish sysadmin tamagotchi teddybear telefono telephone temppass
  temporary terminator testpass testtest testtest1 thailand thunderbird thursday tinkerbell tokiohotel tottenham trustnoi
  trustno1 twilight undertaker universal universe unknown1 username valentina valentine vacation vancouver vanessa1 veronica
  victoria vladimir volcom12 volleyball warcraft warhammer waterfall webmaster welcome1 welcomeback welcome welcomehome whatever
  westside wildcats williams windows1 winston1 wolverine wonderful woodland wordpass wrestling xbox3600 yamaha12 yellow12
  zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnma zxcvbnmz 1qaz2wsx 1q2w3e4r 1q2w3e4r5t 1qazxsw2 q1w2e3r4 q1w2e3r4t5 a1b2c3d4 abcd1234 abcdefgh
  abcdefghi abc12345 abcabcabc aa123456 asd12345 qwe12345 qwer12345 11223344 12341234 12344321 12345678 123456789 1234567890 123123123
  123321123 147258369 159357159 01234567 0123456789 87654321 987654321 9876543210 98765432 24681012 13579111 10203040 31415926`.split(
    /\s+/,
  ),
);
