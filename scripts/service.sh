# shellcheck shell=bash
# shellcheck disable=SC2154 # Variables of the script that sources this one.
# Uses a service that has been installed for a test; sourced after common.sh and images.sh, never run. The service is at $service, the
# registry that it uses is $registry, and temporary files go to $folder.

# An API token of a user.
readonly token=wave_token-of-alice-for-tests

step() {
    echo "--- $*"
}

expect() {
    [[ $2 == "$3" ]] || fail "$1: '$2' instead of '$3'"
    echo "    $1"
}

# wait_until <seconds> <command>...: runs the command once a second until it succeeds.
wait_until() {
    local limit=$1 waited
    shift
    for ((waited = 0; waited < limit; waited++)); do
        ! "$@" || return 0
        sleep 1
    done
    fail "Not within $limit s: $*"
}

# request <json> [<option of curl>...]: what the service answers to a container request.
request() {
    local body=$1 answer
    shift
    answer=$(curl -sS --max-time 60 --header 'Content-Type: application/json' "$@" --data "$body" "$service/v1alpha2/container")
    jq --exit-status .targetImage <<<"$answer" >/dev/null || fail "The request was rejected: $answer"
    echo "$answer"
}

# extend <word>: asks for busybox with the word in its environment; prints the name of the image.
extend() {
    request "{\"containerImage\":\"$registry/test/busybox:1\",\"containerConfig\":{\"env\":[\"WORD=$1\"]}}" | jq --raw-output .targetImage
}

# status <request id> <filter of jq>: a part of the status of a request.
status() {
    curl -sS --fail --max-time 30 "$service/v1alpha2/container/$1/status" | jq --raw-output "$2"
}

is_done() {
    [[ $(status "$1" .status) == DONE ]]
}

# log <kind> <id>: the log of a job.
log() {
    curl -sS --fail --max-time 30 "$service/v1alpha1/$1s/$2/logs"
}

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

# is_complete <response>: waits until a build has succeeded, whose log must have each line once.
is_complete() {
    local request found
    request=$(jq --raw-output .requestId <<<"$1")
    wait_until 120 is_done "$request"
    expect "The build has succeeded" "$(status "$request" .succeeded)" true
    found=$(numbers "$(jq --raw-output .buildId <<<"$1")")
    expect "Its log has each line once" "$found" "$(seq 1 "$(tail -n 1 <<<"$found")")"
}

# mirror_and_scan <registry>: mirrors the image with vulnerabilities to this other registry, and scans the copy. The path of the copy at the
# service is in $mirrored.
mirror_and_scan() {
    local answer request scan path
    answer=$(request "{\"containerImage\":\"$registry/test/vulnerable:1\",\"mirror\":true,\"buildRepository\":\"$1/copies-$RANDOM$RANDOM\",
        \"scanMode\":\"required\",\"scanLevels\":[\"LOW\",\"MEDIUM\",\"HIGH\",\"CRITICAL\"]}" --header "Authorization: Bearer $token")
    request=$(jq --raw-output .requestId <<<"$answer")
    path=$(jq --raw-output .targetImage <<<"$answer")
    wait_until 300 is_done "$request"
    [[ $(status "$request" .succeeded) == true ]] || {
        status "$request" . >&2
        log mirror "$(jq --raw-output .buildId <<<"$answer")" | tail -n 10 >&2
        fail "The mirror or its scan failed"
    }
    scan=$(curl -sS --fail "$service/v1alpha1/scans/$(jq --raw-output .scanId <<<"$answer")")
    expect "The scan of the copy finds what is known" "$(jq --compact-output --sort-keys .counts <<<"$scan")" '{"CRITICAL":1,"HIGH":1,"MEDIUM":1}'
    # shellcheck disable=SC2034 # Read by the test.
    mirrored=wt/$request/${path#*/}
}

# build_service_images <option of Maven>...
build_service_images() {
    local log
    step "Building the images of the services"
    log=$(mktemp)
    maven --quiet -Dquick -Dmaven.test.skip -Dspotless.check.skip package -Pimages -Dwave.images.platforms="linux/$(architecture)" "$@" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        fail "The images could not be built, see $log"
    }
    rm -f "$log"
}

# A small image to extend: busybox.
push_base_image() {
    make_busybox_image "$folder/busybox"
    push_image "$folder/busybox" "$registry/test/busybox:1" >/dev/null
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
