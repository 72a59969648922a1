#!/bin/bash
# Starts the daemon of a worker that is not root in the network namespace of its guard, and the gate by which the daemon reaches
# the worker. Runs as root of a user namespace, with a mount namespace of its own. Ends when one of the two has ended.
#
#   rootless-daemon.sh <address> <folder> <java> <folder of the gate> <socket of the worker> <daemon> [argument...]

set -eu
export PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
address=$1 folder=$2 java=$3 gate=$4 socket=$5
shift 5

# BuildKit keeps files of its networks in /var/lib/cni, which belongs to root of the machine.
if [[ -d /var/lib/cni ]]; then
    mount -t tmpfs tmpfs /var/lib/cni
else
    exec 7< /var/lib
    mount -t tmpfs -o mode=755 tmpfs /var/lib
    cd /proc/self/fd/7
    for each in *; do
        [[ -d $each && ! -L $each ]] || continue
        mkdir "/var/lib/$each"
        mount --no-canonicalize --rbind "/proc/self/fd/7/$each" "/var/lib/$each"
    done
    exec 7<&-
    cd "$folder"
fi

ip link set lo up
ip address add "$address/32" dev lo
"$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx48m -cp "$gate" io.wave.builder.buildkit.NetworkGate "$socket" &
"$@" &
wait -n
