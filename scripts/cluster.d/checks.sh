# shellcheck shell=bash
# Whether the development cluster can run on this machine; sourced after settings.sh, never run.

check_machine() {
    [[ $(uname -s) == Linux ]] || fail "The cluster needs Linux"
    [[ $(id -u) == 0 ]] || fail "The cluster needs root. With a Docker engine, use kind or K3s and set KUBECONFIG"
    unshare --mount --pid --fork --net true 2>/dev/null || fail "The cluster needs mount, process and network namespaces: unshare is refused"
    check_control_groups
    load_module overlay
    grep -qw overlay /proc/filesystems || fail "The cluster needs the file system overlay"
    load_module br_netfilter
    [[ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]] || fail "The cluster needs the kernel module br_netfilter"
    check_addresses
}

load_module() {
    modprobe "$1" 2>/dev/null || true
}

# Version 1 has a folder for each controller, version 2 a list.
check_control_groups() {
    local controller
    for controller in cpu memory pids; do
        [[ -w /sys/fs/cgroup/$controller/cgroup.procs ]] || {
            [[ -w /sys/fs/cgroup/cgroup.procs ]] && grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers
        } || fail "The cluster needs to write to the control groups of '$controller' in /sys/fs/cgroup"
    done
}

check_addresses() {
    local network taken
    for network in "$pods_network" "$services_network"; do
        taken=$(ip -4 -oneline address show to "$network" 2>/dev/null | grep -v " $host_interface " || true)
        [[ -z $taken ]] || fail "The cluster needs $network, which is in use: $taken"
    done
}

# The first of its programs that is missing; fails if none is.
missing_program() {
    local name
    for name in "${cluster_programs[@]}" "${kubernetes_programs[@]/%/-$kubernetes_version}"; do
        [[ -x $programs/$name ]] || { echo "$name"; return; }
    done
    return 1
}

# Whether nothing needs to be built.
check_programs() {
    local name
    ! name=$(missing_program) || fail "The cluster needs $name, which scripts/cluster build builds"
    "$WAVE_CHECKOUT/deploy/images/build" --kept >/dev/null
}

# Builds what is missing.
require_programs() {
    local name
    if missing_program >/dev/null; then
        echo "Building Kubernetes and other programs once, about 10 minutes" >&2
        "$WAVE_CHECKOUT/scripts/cluster-programs" >/dev/null
        ! name=$(missing_program) || fail "The cluster needs $name, which is built with Go 1.25 or newer"
    fi
}
