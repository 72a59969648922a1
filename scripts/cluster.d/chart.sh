# shellcheck shell=bash
# shellcheck disable=SC2154 # The folder for temporary files is that of the script that sources this one.
# Installs the chart on a cluster and uses its services; sourced after common.sh and images.sh, never run.

readonly namespace=wave-test
readonly node_port=30090

use_cluster() {
    if [[ -z ${KUBECONFIG:-} ]]; then
        # `up` would keep a cluster that a test run ends.
        "$WAVE_CHECKOUT/scripts/cluster" env >/dev/null 2>&1 || "$WAVE_CHECKOUT/scripts/cluster" up >/dev/null
        "$WAVE_CHECKOUT/scripts/cluster" images >/dev/null
        eval "$("$WAVE_CHECKOUT/scripts/cluster" env)"
    fi
    : "${WAVE_CLUSTER_REGISTRY:?is not set}"
    registry=$WAVE_CLUSTER_REGISTRY
    node=${WAVE_CLUSTER_NODE:-${registry%:*}}
    # shellcheck disable=SC2034 # Read by service.sh.
    service=http://$node:$node_port
    base=${WAVE_CLUSTER_BASE:-$registry/wave-base:dev}
    tag=${WAVE_CLUSTER_TAG:-test}
    # Another name of the registry, under which pods reach it as if it was another registry.
    copies=copies.$namespace.svc:${registry##*:}
}

push_images() {
    [[ -z ${WAVE_CLUSTER_TAG:-} ]] || return 0
    build_service_images -Dwave.images.registry="$registry" -Dwave.images.tag="$tag" -Dwave.images.base="$base" -Djib.allowInsecureRegistries=true
}

# One image gets an AOT cache.
train_image() {
    [[ -z ${WAVE_CLUSTER_TAG:-} && $(id -u) == 0 ]] || return 0
    step "Training the image of registry-proxy"
    "$WAVE_CHECKOUT/deploy/images/train" --registry "$registry" --tag "$tag" registry-proxy >"$folder/train.log" 2>&1 || {
        cat "$folder/train.log" >&2
        fail "The image could not be trained"
    }
    # shellcheck disable=SC2034 # Read by the test.
    trained=yes
}

name_registry_again() {
    kubectl get namespace $namespace >/dev/null 2>&1 || kubectl create namespace $namespace >/dev/null
    if [[ $registry =~ ^[0-9.]+: ]]; then
        service_of_address "${registry%:*}" "${registry##*:}"
    else
        printf '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "copies"}, "spec": {"type": "ExternalName", "externalName": "%s"}}' \
            "${registry%:*}"
    fi | kubectl --namespace $namespace apply --filename - >/dev/null
}

# service_of_address <address> <port>
service_of_address() {
    local address=$1 port=$2
    cat <<END
{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "copies"}, "spec": {"ports": [{"name": "http", "port": $port}]}},
  {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
   "metadata": {"name": "copies", "labels": {"kubernetes.io/service-name": "copies"}},
   "ports": [{"name": "http", "port": $port}], "endpoints": [{"addresses": ["$address"]}]}]}
END
}

write_values() {
    cat >"$folder/values.yaml" <<EOF
serverUrl: http://$node:$node_port
image:
  registry: $registry
  tag: $tag
  pullPolicy: Always
# An installation that was kept gets these images too, although their names are the same.
podAnnotations: {test: "$RANDOM$RANDOM"}
registryProxy:
  replicas: 2
  service: {type: NodePort, nodePort: $node_port}
requestApi:
  replicas: 2
networkPolicy:
  enabled: true
  dnsAddresses: [$node/32]
  jobs:
    allowedNetworks: [$node/32]
scanWorker:
  enabled: true
jobs:
  enabled: true
  images:
    builder: $registry/wave-buildkit:dev
    skopeo: $registry/wave-skopeo:dev
    trivy: $registry/wave-trivy:dev
config:
  wave:
    build:
      repo: $registry/test/build
      cache: $registry/test/cache
    registries:
      "$registry": {insecure: true}
      "$copies": {insecure: true}
    scan:
      database:
        repositories: ["$registry/test/trivy-db:2"]
        java-repositories: []
    security:
      ssrf-protection:
        allowed: ["${registry%:*}", "${copies%:*}"]
    tokens:
      static:
        alice: {secret: "{noop}$token"}
EOF
}

# deploy_chart <option of helm>...
deploy_chart() {
    helm upgrade --install wave "$WAVE_CHECKOUT/deploy/helm/wave" --namespace $namespace --create-namespace --wait --timeout 10m \
        --values "$WAVE_CHECKOUT/deploy/helm/wave/values-small.yaml" "$@" >"$folder/helm.log" 2>&1 || {
        cat "$folder/helm.log" >&2
        explain
        fail "The chart could not be installed"
    }
}

install_chart() {
    step "Installing the chart"
    deploy_chart --values "$folder/values.yaml"
    helm test wave --namespace $namespace --logs >"$folder/helm-test.log" 2>&1 || {
        cat "$folder/helm-test.log" >&2
        fail "helm test failed"
    }
}

# A new pod waits until the policies of its node are there.
a_stranger_reaches_registry_proxy_alone() {
    step "Connecting from a pod that is none of the services"
    local reached
    # shellcheck disable=SC2016 # Expanded in the pod.
    reached=$(run stranger "$registry/test/busybox:1" 'sleep 5
        for each in wave:80 wave-request-api:9091 wave-build-orchestrator:9093 wave-trial-servers:5432 wave-trial-servers:6379 \
            wave-trial-servers:9092 wave-trial-servers:9000; do
            ! busybox timeout 3 busybox nc -w 2 "${each%:*}" "${each#*:}" </dev/null >/dev/null 2>&1 || echo "$each"
        done')
    expect "It reaches registry-proxy alone" "$reached" wave:80
}

explain() {
    kubectl --namespace $namespace get pods >&2 || true
    kubectl --namespace $namespace get events --sort-by=.lastTimestamp 2>/dev/null | tail -n 15 >&2 || true
    kubectl --namespace $namespace logs --selector app.kubernetes.io/part-of=wave --tail 8 --prefix >&2 || true
}

# run <name> <image> <script>: the output of a pod of the image.
run() {
    start_pod "$@"
    output_of "$1"
}

# start_pod <name> <image> <script>
start_pod() {
    kubectl --namespace $namespace delete "pod/$1" --ignore-not-found >/dev/null
    kubectl --namespace $namespace run "$1" --image "$2" --restart=Never --image-pull-policy=Always --overrides "$(pod_overrides)" \
        --command -- sh -c "$3" >/dev/null
}

# output_of <name>: what a pod has printed when it has ended.
output_of() {
    kubectl --namespace $namespace wait "pod/$1" --for=jsonpath='{.status.phase}'=Succeeded --timeout=300s >/dev/null || {
        kubectl --namespace $namespace describe "pod/$1" | tail -n 15 >&2
        fail "The node could not run pod $1"
    }
    kubectl --namespace $namespace logs "pod/$1"
}

pod_overrides() {
    echo '{"spec":{"automountServiceAccountToken":false,"terminationGracePeriodSeconds":0}}'
}
