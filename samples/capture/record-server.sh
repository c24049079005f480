#!/bin/sh
# record-server.sh - run a virtiofsd with its debug log written to a file: what the server was asked, what it answered.
#
# The server's side of a recording by record-guest.sh. It takes the place of virtiofsd in the command that starts it; it adds the
# debug option that this virtiofsd knows (C: -d, Rust: --log-level debug), hands signals on, and ends with the server's own status.
# The guest must be started (again) on this server's socket: the log has to begin with the mount, or the first lookups are missing.
#
#   record-server.sh [-o FILE] [-q] -- VIRTIOFSD ARGS...
#
#   -o FILE   where the log goes (default virtiofsd.log; compressed at the end if the name ends in .gz)
#   -q        do not also show warnings and errors of the server on the terminal at the end
#
# With the virtiofsd of QEMU up to 7.2, written in C:
#   record-server.sh -o virtiofsd.log -- /usr/lib/qemu/virtiofsd --socket-path=/run/fs0.sock \
#       -o source=/srv/share -o sandbox=chroot -o cache=auto -o announce_submounts
# With the Rust virtiofsd:
#   record-server.sh -o virtiofsd.log -- /usr/libexec/virtiofsd --socket-path=/run/fs0.sock \
#       --shared-dir=/srv/share --sandbox=chroot --cache=auto --announce-submounts
# and QEMU with memory that the server can reach:
#   -object memory-backend-memfd,id=mem,size=4G,share=on -numa node,memdev=mem \
#   -chardev socket,id=fs0,path=/run/fs0.sock -device vhost-user-fs-pci,chardev=fs0,tag=fs0
# in the guest: mount -t virtiofs fs0 /shared
#
# A debug log is large (C: 800 bytes for each request, Rust: 300) and slows the server down.
#
# Run on: C virtiofsd 7.2.22, Rust virtiofsd 1.13.2.
#
# Then: forgetmenot diagnose FILE (or both files of one run: guest and server)

set -u
me=${0##*/}
say()   { echo "$me: $*" >&2; }
usage() { sed -n '/^#   record-server/,/^# A debug/{/^# A debug/d;s/^# \{0,3\}//p;}' "$0" >&2; exit 2; }

out=virtiofsd.log quiet=''
while getopts o:qh option; do
    case $option in
        o) out=$OPTARG ;;
        q) quiet=yes ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage
case $out in *.gz) plain=${out%.gz} ;; *) plain=$out ;; esac

version=$("$1" --version 2>&1) || { say "cannot run $1: ${version##*: }"; exit 1; }
: > "$plain" || exit 1                                    # only now: a mistyped server must not cost an older log
given=" $* "
case $version in
    *'FUSE kernel interface'*)                            # the C one
        kind=C
        case $given in *' -d '*|*' --debug '*) ;; *) set -- "$@" -d ;; esac
        case $given in *' --syslog '*) say "warning: with --syslog the log goes to the system log, not to $plain" ;; esac ;;
    virtiofsd*)
        kind=Rust
        case $given in *' --log-level'*|*' -d '*) ;; *) set -- "$@" --log-level debug ;; esac
        case $given in *' --syslog '*) say "warning: with --syslog the log goes to the system log, not to $plain" ;; esac ;;
    *)
        kind=unknown
        say "warning: not a virtiofsd that is known here, its options are left as they are: $version" ;;
esac
case $given in
    *announce_submounts*|*announce-submounts*) ;;
    *) say "note: without announce_submounts the guest sees no submounts (and has no submount bugs)" ;;
esac
say "$(echo "$version" | head -n 1) ($kind): $*"

server='' stopped=''
hand_on() { stopped=yes; [ -n "$server" ] && kill -TERM "$server" 2>/dev/null; }
trap hand_on INT TERM HUP
"$@" > "$plain" 2>&1 &
server=$!
wait "$server"
status=$?
while kill -0 "$server" 2>/dev/null; do wait "$server"; status=$?; done      # a signal interrupts wait before the server has ended
trap '' INT TERM HUP

count() { grep -cE "$1" "$plain"; }
if [ "$kind" = C ]; then
    say "recorded $(count ' opcode: ') requests, $(count ' forget [0-9]') forgets, $(count ', error: -9 ') answers EBADF"
elif [ "$kind" = Rust ]; then
    say "recorded $(count 'Received request: ') requests, $(count 'Received request: opcode=(Forget|BatchForget) ') FORGET or BATCH_FORGET, $(count 'error: -9 ') answers EBADF"
fi
if [ ! -s "$plain" ]; then say "warning: $plain is empty: the server logged nothing"; fi
[ -n "$quiet" ] || [ -n "$stopped" ] || [ $status -eq 0 ] || tail -n 5 "$plain" >&2
if [ "$plain" != "$out" ]; then
    gzip -f "$plain" || { say "gzip failed: the log is in $plain"; out=$plain; }
fi
say "the server ended with status $status; wrote $out; next: forgetmenot diagnose $out"
exit $status
