# shellcheck shell=bash
# shellcheck disable=SC2154 # Variables of chart.sh and of the script that sources both.
# Tests of a pool of BuildKit daemons through the chart, which chart.sh has installed; sourced, never run.

# The registry has no TLS, and the pods of some clusters no user namespaces of their own.
install_pool() {
    step "Adding a pool of BuildKit daemons"
    sandboxed=$(pods_have_user_namespaces)
    [[ $sandboxed == true ]] || echo "    Without user namespaces for pods: the steps of builds see each other"
    create_volumes
    cat >"$folder/pool.yaml" <<END
buildkitPool:
  enabled: true
  architecture: $(architecture)
  processSandbox: $sandboxed
  persistence: {enabled: $([[ -n $volumes ]] && echo true || echo false), storageClass: $namespace, size: 1Gi}
  resources: {requests: {cpu: 50m, memory: 128Mi}}
  config: |
    [registry."$registry"]
    http = true
END
    deploy_chart --values "$folder/values.yaml" --values "$folder/pool.yaml"
}

# Whether the nodes say so, of the default runtime too, whose name is empty.
pods_have_user_namespaces() {
    kubectl get nodes --output json |
        jq '[.items[].status.runtimeHandlers // [] | any((.name // "") == "" and .features.userNamespaces)] | all'
}

# A volume for each daemon, below a folder of the node. An installation that was kept has them.
create_volumes() {
    local number
    volumes=${WAVE_CLUSTER_VOLUMES:-}
    [[ -n $volumes ]] || { echo "    Without volumes: WAVE_CLUSTER_VOLUMES is not set"; return; }
    ! kubectl get persistentvolume "$namespace-0" >/dev/null 2>&1 || return 0
    for number in 0 1; do
        mkdir -p "$volumes/$namespace-$number"
        volume "$number"
    done | kubectl apply --filename - >/dev/null
}

# volume <number>: on any node.
volume() {
    cat <<END
{"apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": "$namespace-$1", "labels": {"test": "$namespace"}}, "spec": {
  "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "storageClassName": "$namespace",
  "local": {"path": "$volumes/$namespace-$1"}, "nodeAffinity": {"required": {"nodeSelectorTerms": [
    {"matchExpressions": [{"key": "kubernetes.io/hostname", "operator": "Exists"}]}]}}}}
END
}

delete_volumes() {
    [[ -n ${volumes:-} ]] || return 0
    kubectl --namespace "$namespace-builds" delete persistentvolumeclaims --all --timeout 1m >/dev/null 2>&1 || true
    kubectl delete persistentvolumes --selector "test=$namespace" --timeout 1m >/dev/null 2>&1 || true
    rm -rf "$volumes/$namespace"-*
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

# Its step would find the command line of the daemon.
a_step_sees_its_own_processes_alone() {
    [[ $sandboxed == true ]] || return 0
    step "Looking for the daemon in a step of a build"
    is_built "$(build_with "alone-$RANDOM$RANDOM" "RUN ! busybox grep -l [b]uildkitd /proc/[0-9]*/cmdline")"
    echo "    A step does not see the processes of its daemon"
}

# So far the certificates were those that the chart has generated.
the_pool_restarts_with_other_certificates() {
    step "Restarting the pool with certificates of the operator"
    local word second
    word=kept-$RANDOM$RANDOM
    is_built "$(build_with "$word")"
    create_certificates
    deploy_chart --values "$folder/values.yaml" --values "$folder/pool.yaml" --set buildkitPool.tls.serverSecret=own-server \
        --set buildkitPool.tls.clientSecret=own-client
    second=$(build_with "$word" 'RUN echo again > /again')
    is_built "$second"
    echo "    Builds go on with other certificates"
    [[ -n $volumes ]] || return 0
    log build "$(jq --raw-output .buildId <<<"$second")" | grep --quiet 'CACHED$' || fail "The cache of the daemon is lost"
    echo "    The caches of the daemons outlive their pods"
}

create_certificates() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test -keyout "$folder/ca.key" \
        -out "$folder/ca.crt" 2>/dev/null
    create_certificate server "$namespace-builds" "*.wave-buildkit.$namespace-builds.svc"
    create_certificate client "$namespace" client.test
}

# create_certificate <side> <namespace> <host>: in a Secret, with a key in the form of those of cert-manager.
create_certificate() {
    openssl ecparam -name prime256v1 -genkey -noout -out "$folder/$1.key"
    openssl req -x509 -key "$folder/$1.key" -days 2 -subj "/CN=$1" -addext "subjectAltName=DNS:$3" -addext "extendedKeyUsage=$1Auth" \
        -addext basicConstraints=CA:FALSE -CA "$folder/ca.crt" -CAkey "$folder/ca.key" -out "$folder/$1.crt" 2>/dev/null
    kubectl --namespace "$2" delete secret "own-$1" --ignore-not-found >/dev/null
    kubectl --namespace "$2" create secret generic "own-$1" --from-file=ca.crt="$folder/ca.crt" --from-file=tls.crt="$folder/$1.crt" \
        --from-file=tls.key="$folder/$1.key" >/dev/null
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
