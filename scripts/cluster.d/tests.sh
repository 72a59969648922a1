# shellcheck shell=bash
# The development cluster for the length of a test run; sourced after common.sh, never run.

cluster_is_ours=no cluster_is_missing=no

# use_cluster <preparation>: starts the cluster after `cluster <preparation>`, unless it runs, or WAVE_CLUSTER_REGISTRY and KUBECONFIG name
# another one. If it cannot be started, says why, and tests that need a cluster are skipped.
use_cluster() {
    local log
    [[ -z ${WAVE_CLUSTER_REGISTRY:-} ]] || return 0
    log=$(mktemp)
    prepare_cluster "$1" >/dev/null 2>"$log" || {
        cluster_is_missing=yes
        echo "No Kubernetes cluster, its tests were skipped: $(tail -n 1 "$log")"
    }
    rm -f "$log"
}

prepare_cluster() {
    local script="$WAVE_CHECKOUT/scripts/cluster"
    if ! "$script" status; then
        "$script" "$1" || return 1
        cluster_is_ours=yes
        "$script" up || return 1
    fi
    "$script" images --kept
}

# The tests that need a cluster, and no others. Arguments go to Maven.
run_cluster_tests() {
    maven verify -Dquick -Dspotless.check.skip -Dgroups=cluster "$@"
}

leave_cluster() {
    [[ $cluster_is_ours == no ]] || "$WAVE_CHECKOUT/scripts/cluster" down
}
