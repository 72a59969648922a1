# shellcheck shell=bash
# shellcheck disable=SC2154 # Variables of chart.sh and of the script that sources both.
# Tests of jobs through the chart, which chart.sh has installed; sourced, never run.

# pods_of <build id>: how many pods a build has had.
pods_of() {
    kubectl --namespace "$namespace-builds" get events --output json \
        --field-selector "reason=SuccessfulCreate,involvedObject.kind=Job,involvedObject.name=${1//_/-}" |
        jq '[.items[] | .count // 1] | add // 0'
}

# Pulls a manifest as container engines do, which follow up to ten redirects of a held pull.
pull() {
    local path=${1#*/}
    curl -sS --fail --location --max-redirs 10 --max-time 600 --output /dev/null \
        --header 'Accept: application/vnd.oci.image.manifest.v1+json' "$service/v2/${path%:*}/manifests/${path##*:}"
}

deployments() {
    kubectl --namespace "$namespace" get deployments --selector app.kubernetes.io/instance=wave --output name
}

# Builds run, and their pulls are held, while each pod of each service is replaced.
a_rolling_update_loses_no_job_and_no_held_pull() {
    step "Replacing all pods while images are built and their pulls are held"
    local words=() answers=() ids=() images=() pulls=() number deployment
    for number in 0 1 2; do
        words[number]=held-$RANDOM$RANDOM
        answers[number]=$(build "${words[number]}")
        ids[number]=$(jq --raw-output .buildId <<<"${answers[number]}")
        images[number]=$(jq --raw-output .targetImage <<<"${answers[number]}")
        pull "${images[number]}" &
        pulls[number]=$!
        start_pod "held-$number" "${images[number]}" 'cat /word'
    done
    for number in 0 1 2; do
        wait_until 120 has_counted "${ids[number]}" 3
    done
    # shellcheck disable=SC2046 # One argument for each Deployment.
    kubectl --namespace "$namespace" rollout restart $(deployments) >/dev/null
    for deployment in $(deployments); do
        kubectl --namespace "$namespace" rollout status "$deployment" --timeout=600s >/dev/null
    done
    for number in 0 1 2; do
        kill -0 "${pulls[number]}" 2>/dev/null || fail "The pull of ${images[number]} has not been held"
        open_gate "${words[number]}"
    done
    for number in 0 1 2; do
        wait "${pulls[number]}" || fail "The held pull of ${images[number]} failed"
        expect "A held pull gets the image" "$(output_of "held-$number")" "${words[number]}"
        is_built_once "${answers[number]}"
    done
    expect "No pull of the node has failed" "$(failed_pulls)" 0
    echo "    A rolling update loses no job and no held pull (3 builds started and ended, 6 pulls)"
}

# How many pulls of pods have failed, although the kubelet may have repeated them.
failed_pulls() {
    kubectl --namespace "$namespace" get events --field-selector reason=Failed --output json |
        jq '[.items[] | select(.involvedObject.name | startswith("held-"))] | length'
}

# is_built_once <response>: a build is complete, in its first pod.
is_built_once() {
    is_complete "$1"
    expect "One pod has built it" "$(pods_of "$(jq --raw-output .buildId <<<"$1")")" 1
}

# The node is the only one, so the pod that follows waits until the node is usable again.
a_drained_node_costs_a_build_its_pod_alone() {
    step "Draining the node in mid-build"
    local word answer id pod drained
    word=drained-$RANDOM$RANDOM
    answer=$(build "$word")
    id=$(jq --raw-output .buildId <<<"$answer")
    wait_until 120 has_counted "$id" 3
    pod=$(kubectl --namespace "$namespace-builds" get pods --selector "wave.io/job=${id//_/-}" --output jsonpath='{.items[0].metadata.name}')
    drained=$(kubectl --namespace "$namespace-builds" get pod "$pod" --output jsonpath='{.spec.nodeName}')
    cordoned=$drained
    kubectl drain "$drained" --pod-selector wave.io/kind=build --delete-emptydir-data --force --timeout=120s >"$folder/drain.log" 2>&1 || {
        cat "$folder/drain.log" >&2
        fail "The node could not be drained"
    }
    uncordon
    open_gate "$word"
    wait_until 180 is_done "$(jq --raw-output .requestId <<<"$answer")"
    log build "$id" | grep --quiet --fixed-strings '[the pod was evicted, for example because its node is drained' ||
        fail "The log does not say that the node was drained"
    expect "The build has had a second pod" "$(pods_of "$id")" 2
    # shellcheck disable=SC2016 # Expanded in the pod.
    expect "The node pulls what it has built" "$(run drained "$(jq --raw-output .targetImage <<<"$answer")" 'cat /word')" "$word"
}

uncordon() {
    [[ -z ${cordoned:-} ]] || kubectl uncordon "$cordoned" >/dev/null
    cordoned=""
}

# The copy has another name of the registry, which the node does not know: it pulls through the service.
an_image_is_mirrored_scanned_and_pulled() {
    step "Mirroring and scanning an image"
    mirror_and_scan "$copies"
    expect "The node pulls the copy" "$(run mirrored "$node:$node_port/$mirrored" 'cat /etc/alpine-release')" 3.22.1
}
