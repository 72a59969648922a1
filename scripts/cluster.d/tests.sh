# shellcheck shell=bash
# shellcheck disable=SC2034 # Variables are read by the scripts that source this one.
# The development cluster for the length of a test run; sourced after common.sh, never run.

# shellcheck source=scripts/cluster.d/settings.sh
source "$WAVE_CHECKOUT/scripts/cluster.d/settings.sh"

cluster_is_missing=no

# use_cluster <preparation>: starts the cluster after `cluster <preparation>`, unless it runs, or WAVE_CLUSTER_REGISTRY and KUBECONFIG name
# another one. If it cannot be started, says why, and tests that need a cluster are skipped. Test runs share a lock while they use it.
use_cluster() {
    local log
    [[ -z ${WAVE_CLUSTER_REGISTRY:-} ]] || return 0
    log=$(mktemp)
    mkdir -p "$(dirname "$cluster")"
    exec 8>"$cluster.users"
    flock --shared --timeout 300 8 || fail "Another test run has not ended the cluster: $cluster.users"
    prepare_cluster "$1" >/dev/null 2>"$log" || {
        cluster_is_missing=yes
        echo "No Kubernetes cluster, its tests were skipped: $(tail -n 1 "$log")"
    }
    rm -f "$log"
}

prepare_cluster() {
    local script="$WAVE_CHECKOUT/scripts/cluster"
    "$script" env || "$script" "$1" || return 1
    "$script" up tests || return 1
    "$script" images --kept
}

# The tests that need a cluster, and no others. Arguments go to Maven.
run_cluster_tests() {
    maven verify -Dquick -Dspotless.check.skip -Dgroups=cluster "$@"
}

# The last test run ends the cluster, if a test run has started it.
leave_cluster() {
    { true >&8; } 2>/dev/null || return 0
    if flock --exclusive --nonblock 8 && [[ -e $cluster/tests ]]; then
        "$WAVE_CHECKOUT/scripts/cluster" down 8>&-
    fi
    flock --unlock 8
}
