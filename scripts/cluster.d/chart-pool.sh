# shellcheck shell=bash
# shellcheck disable=SC2154 # Variables of chart.sh and of the script that sources both.
# Tests of a pool of BuildKit daemons through the chart, which chart.sh has installed; sourced, never run.

# The registry has no TLS, and the pods of some clusters no user namespaces of their own.
install_pool() {
    step "Adding a pool of BuildKit daemons"
    cat >"$folder/pool.yaml" <<END
buildkitPool:
  enabled: true
  architecture: $(architecture)
  processSandbox: false
  persistence: {enabled: false}
  resources: {requests: {cpu: 50m, memory: 128Mi}}
  config: |
    [registry."$registry"]
    http = true
END
    deploy_chart --values "$folder/values.yaml" --values "$folder/pool.yaml"
}

# daemon_of <build id>: the daemon that a build has used last.
daemon_of() {
    log build "$1" | sed -n 's/^BuildKit daemon: //p' | tail -n 1
}

# build_with <word> <instruction>...: builds an image whose first step writes the word, and prints the response.
build_with() {
    local word=$1 file
    shift
    file=$(printf '%s\n' "FROM $registry/test/busybox:1" "RUN echo $word > /word" "$@" | base64 --wrap=0)
    request "{\"containerFile\":\"$file\"}"
}

# is_built <response>
is_built() {
    local request
    request=$(jq --raw-output .requestId <<<"$1")
    wait_until 180 is_done "$request"
    [[ $(status "$request" .succeeded) == true ]] || {
        log build "$(jq --raw-output .buildId <<<"$1")" | tail -n 20 >&2
        fail "The build failed"
    }
}

builds_share_the_cache_of_a_daemon() {
    step "Building with the pool"
    local word first second id
    word=pooled-$RANDOM$RANDOM
    first=$(build_with "$word")
    is_built "$first"
    second=$(build_with "$word" 'RUN echo more > /more')
    is_built "$second"
    id=$(jq --raw-output .buildId <<<"$second")
    [[ $(daemon_of "$id") == tcp://wave-buildkit-* ]] || fail "The build has not used the pool: '$(daemon_of "$id")'"
    expect "Builds of a base image use the same daemon" "$(daemon_of "$id")" "$(daemon_of "$(jq --raw-output .buildId <<<"$first")")"
    log build "$id" | grep --quiet 'CACHED$' || fail "The second build has not found the step of the first"
    expect "The node runs what the pool has built" "$(run pooled "$(jq --raw-output .targetImage <<<"$second")" 'cat /word')" "$word"
}

a_lost_daemon_costs_a_build_its_attempt_alone() {
    step "Deleting a daemon in mid-build"
    local word answer id daemon
    word=lost-$RANDOM$RANDOM
    answer=$(build "$word")
    id=$(jq --raw-output .buildId <<<"$answer")
    wait_until 120 has_counted "$id" 3
    daemon=$(daemon_of "$id")
    daemon=${daemon#tcp://}
    kubectl --namespace "$namespace-builds" delete pod "${daemon%%.*}" --grace-period=0 --force >/dev/null 2>&1
    wait_until 120 has_second_attempt "$id"
    open_gate "$word"
    is_built "$answer"
    expect "The node runs what was built after the loss" "$(run lost "$(jq --raw-output .targetImage <<<"$answer")" 'cat /word')" "$word"
}

# has_second_attempt <build id>: whether its log says that its daemon was lost, and by what it goes on.
has_second_attempt() {
    log build "$1" | grep --quiet --fixed-strings '[attempt 2: the previous attempt was lost: the connection to the BuildKit daemon was lost'
}
