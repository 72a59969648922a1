#!/bin/bash
# The CNI plugin by which each RUN step gets a network of its own, in which there is one address to connect to: that of
# the proxy. Runs in the network namespace of the daemon. Under the name "loopback" it only sets up the step's loopback.
#
#   CNI_COMMAND=ADD|DEL|CHECK|VERSION CNI_NETNS=<file> CNI_CONTAINERID=<id> step-network < configuration

set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
readonly gateway=10.89.0.1
here=$(dirname "$0")
configuration=$(cat)
version=$(sed -n 's/.*"cniVersion" *: *"\([0-9.]*\)".*/\1/p' <<< "$configuration" | head -n 1)

# One link a step: each has a number, and from it a name and an address.
number() {
    (
        flock 9
        last=$(cat "$here/last" 2> /dev/null || echo 1)
        for ((i = 0; i < 60000; i++)); do
            last=$((last >= 60000 ? 2 : last + 1))
            [[ -e /sys/class/net/step$last ]] || break
        done
        echo "$last" > "$here/last"
        echo "$last"
    ) 9> "$here/lock"
}

add() {
    local number address
    number=$(number)
    address=10.89.$((number / 256)).$((number % 256))
    ip link add "step$number" type veth peer name eth0 netns "$CNI_NETNS"
    ip link set "step$number" up
    ip route add "$address/32" dev "step$number"
    nsenter --net="$CNI_NETNS" ip address add "$address" peer "$gateway" dev eth0
    nsenter --net="$CNI_NETNS" ip link set eth0 up
    echo "{\"cniVersion\":\"$version\",\"interfaces\":[{\"name\":\"eth0\",\"sandbox\":\"$CNI_NETNS\"}],\"ips\":[{\"version\":\"4\",\"address\":\"$address/32\",\"interface\":0}]}"
}

case $CNI_COMMAND in
    VERSION)
        echo "{\"cniVersion\":\"${version:-1.0.0}\",\"supportedVersions\":[\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}"
        ;;
    ADD)
        if [[ $(basename "$0") == loopback ]]; then
            nsenter --net="$CNI_NETNS" ip link set lo up
            echo "{\"cniVersion\":\"$version\",\"interfaces\":[{\"name\":\"lo\",\"sandbox\":\"$CNI_NETNS\"}],\"ips\":[{\"version\":\"4\",\"address\":\"127.0.0.1/8\",\"interface\":0}]}"
        else
            add
        fi
        ;;
    *) ;; # A link ends with the namespace of its step.
esac
