# shellcheck shell=bash
# shellcheck disable=SC2154 # Variables of chart.sh and of the script that sources both.
# Tests of jobs through the chart, which chart.sh has installed; sourced, never run.

# build <name>: asks for an image whose build counts once a second until its gate is open, and prints the response.
build() {
    local file
    file=$(
        base64 --wrap=0 <<END
FROM $registry/test/busybox:1
RUN n=0; until busybox wget -q -O /dev/null http://$registry/v2/test/gate-$1/tags/list 2>/dev/null; do n=\$((n + 1)); echo number \$n; sleep 1; done; echo $1 > /word
END
    )
    request "{\"containerFile\":\"$file\"}"
}

open_gate() {
    push_image "$folder/busybox" "$registry/test/gate-$1:1" >/dev/null
}

# has_counted <build id> <number>: whether a build has come so far.
has_counted() {
    log build "$1" 2>/dev/null | grep --quiet "number $2\$"
}

# The numbers in the log of a build, without the step itself.
numbers() {
    log build "$1" | grep --invert-match RUN | sed -n 's/.*number \([0-9]*\)$/\1/p'
}

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
        --header 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$node:$node_port/v2/${path%:*}/manifests/${path##*:}"
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
        is_complete "${answers[number]}"
    done
    expect "No pull of the node has failed" "$(failed_pulls)" 0
    echo "    A rolling update loses no job and no held pull (3 builds started and ended, 6 pulls)"
}

# How many pulls of pods have failed, although the kubelet may have repeated them.
failed_pulls() {
    kubectl --namespace "$namespace" get events --field-selector reason=Failed --output json |
        jq '[.items[] | select(.involvedObject.name | startswith("held-"))] | length'
}

# is_complete <response>: a build has succeeded, in its first pod, and its log has each line once.
is_complete() {
    local id request found
    id=$(jq --raw-output .buildId <<<"$1")
    request=$(jq --raw-output .requestId <<<"$1")
    wait_until 120 is_done "$request"
    expect "The build has succeeded" "$(status "$request" .succeeded)" true
    expect "One pod has built it" "$(pods_of "$id")" 1
    found=$(numbers "$id")
    expect "Its log has each line once" "$found" "$(seq 1 "$(tail -n 1 <<<"$found")")"
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

# An image with packages that have vulnerabilities, and the database in which these are.
push_vulnerable_image() {
    local jdk more=$folder/more
    jdk=$(find_jdk)
    mkdir -p "$more/lib/apk/db" "$more/etc"
    printf 'ID=alpine\nVERSION_ID=3.22.1\nNAME="Alpine Linux"\n' >"$more/etc/os-release"
    echo 3.22.1 >"$more/etc/alpine-release"
    printf 'P:%s\nV:%s\nA:x86_64\nL:MIT\n\n' sample-ssl 3.1.3-r0 sample-libc 1.2.5-r0 >"$more/lib/apk/db/installed"
    make_busybox_image "$folder/vulnerable" "$more"
    push_image "$folder/vulnerable" "$registry/test/vulnerable:1" >/dev/null
    "$jdk/bin/java" -cp "$(sample_classes)" io.wave.local.scan.SampleDatabase "$folder/trivy" ||
        fail "The vulnerability database could not be written"
    pack "$folder/trivy/db" "$folder/trivy/db.tar"
    push_artifact test/trivy-db:2 application/vnd.aquasec.trivy.config.v1+json application/vnd.aquasec.trivy.db.layer.v1.tar+gzip \
        "$folder/trivy/db.tar.gz" db.tar.gz
}

# The folder of the classes that write the database.
sample_classes() {
    local module=libs/local-services
    [[ -d $WAVE_CHECKOUT/$module/target/classes ]] ||
        maven --quiet -Dquick -Dmaven.test.skip -Dspotless.check.skip compile -pl $module -am >&2
    echo "$WAVE_CHECKOUT/$module/target/classes"
}

# push_artifact <repository>:<tag> <type of its configuration> <type of the layer> <file> <title>
push_artifact() {
    local url=http://$registry/v2/${1%:*} config=$folder/artifact.json
    printf '{}' >"$config"
    push_blob "$url" "$config"
    push_blob "$url" "$4"
    jq --null-input --arg config "$2" --arg layer "$3" --arg title "$5" \
        --arg configDigest "sha256:$(sha256 "$config")" --arg layerDigest "sha256:$(sha256 "$4")" --argjson size "$(stat -c %s "$4")" \
        '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json",
          config: {mediaType: $config, digest: $configDigest, size: 2},
          layers: [{mediaType: $layer, digest: $layerDigest, size: $size, annotations: {"org.opencontainers.image.title": $title}}]}' |
        curl -sS --fail --request PUT --header 'Content-Type: application/vnd.oci.image.manifest.v1+json' --data-binary @- \
            "$url/manifests/${1##*:}"
}

# push_blob <URL of the repository> <file>
push_blob() {
    local location
    location=$(curl -sS --fail --request POST --output /dev/null --write-out '%header{location}' "$1/blobs/uploads/")
    [[ $location == http* ]] || location="http://$registry$location"
    curl -sS --fail --request PUT --header 'Content-Type: application/octet-stream' --data-binary "@$2" \
        "$location$([[ $location == *\?* ]] && echo '&' || echo '?')digest=sha256:$(sha256 "$2")"
}

# The copy has another name of the registry, which the node does not know: it pulls through the service.
an_image_is_mirrored_scanned_and_pulled() {
    step "Mirroring and scanning an image"
    local answer request scan path
    answer=$(request "{\"containerImage\":\"$registry/test/vulnerable:1\",\"mirror\":true,\"buildRepository\":\"$copies/copies-$RANDOM$RANDOM\",
        \"scanMode\":\"required\",\"scanLevels\":[\"LOW\",\"MEDIUM\",\"HIGH\",\"CRITICAL\"]}" --header "Authorization: Bearer $token")
    request=$(jq --raw-output .requestId <<<"$answer")
    path=$(jq --raw-output .targetImage <<<"$answer")
    wait_until 300 is_done "$request"
    [[ $(status "$request" .succeeded) == true ]] || {
        status "$request" . >&2
        log mirror "$(jq --raw-output .buildId <<<"$answer")" | tail -n 10 >&2
        fail "The mirror or its scan failed"
    }
    scan=$(curl -sS --fail "http://$node:$node_port/v1alpha1/scans/$(jq --raw-output .scanId <<<"$answer")")
    expect "The scan of the copy finds what is known" "$(jq --compact-output --sort-keys .counts <<<"$scan")" '{"CRITICAL":1,"HIGH":1,"MEDIUM":1}'
    expect "The node pulls the copy" "$(run mirrored "$node:$node_port/wt/$request/${path#*/}" 'cat /etc/alpine-release')" 3.22.1
}
