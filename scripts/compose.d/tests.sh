# shellcheck shell=bash
# shellcheck disable=SC2154 # Variables of the scripts that source this one.
# Tests of the services that Docker Compose has started; sourced after service.sh, never run.

# container_of <build id>: the id of the container of its job, and when it was started; nothing if there is none.
container_of() {
    docker container ls --all --quiet --filter "label=io.wave.job=$1" | xargs --no-run-if-empty docker container inspect --format '{{.Id}} {{.State.StartedAt}}'
}

has_container() {
    [[ -n $(container_of "$1") ]]
}

has_no_container() {
    ! has_container "$1"
}

# run <image> <script>: the engine pulls an image and runs it.
run() {
    docker image pull --quiet "$1" >/dev/null || fail "The engine cannot pull $1"
    docker container run --rm --label wave-test=yes "$1" sh -c "$2"
}

# target <response>, build_id <response>
target() {
    jq --raw-output .targetImage <<<"$1"
}

build_id() {
    jq --raw-output .buildId <<<"$1"
}

# compose_value <variable>: what a service gets.
compose_value() {
    (cd "$installation" && docker compose exec --no-TTY request-api printenv "$1")
}

secrets_are_kept() {
    step "Starting it again"
    local before
    expect "A password may have any character" "$(compose_value WAVE_REGISTRY_PASSWORD)" "$registry_password"
    before=$(sha256sum "$installation/.env")
    expect "The secrets can be read by their owner only" "$(stat -c %a "$installation/.env")" 600
    up
    expect "A second start changes neither secrets nor settings" "$(sha256sum "$installation/.env")" "$before"
}

an_image_is_extended_and_pulled() {
    step "Extending an image"
    # shellcheck disable=SC2016 # Expanded in the container.
    expect "The engine pulls and runs an extended image" "$(run "$(extend hello)" 'echo "$WORD"')" hello
}

# The worker is stopped once and killed once meanwhile, and the engine waits for the image.
a_worker_that_restarts_loses_nothing() {
    step "Restarting the worker in mid-build"
    local word answer id pull before
    word=restarted-$RANDOM$RANDOM
    answer=$(build "$word")
    id=$(build_id "$answer")
    docker image pull --quiet "$(target "$answer")" >"$folder/pull.log" 2>&1 &
    pull=$!
    wait_until 120 has_counted "$id" 3
    before=$(container_of "$id")
    limits_are_applied "${before% *}"
    compose restart build-orchestrator
    compose kill --signal KILL build-orchestrator
    expect "The container goes on without its worker" "$(container_of "$id")" "$before"
    up
    kill -0 $pull 2>/dev/null || fail "The pull of the engine was not held: $(cat "$folder/pull.log")"
    expect "The worker found it again" "$(container_of "$id")" "$before"
    open_gate "$word"
    wait $pull || fail "The held pull failed: $(cat "$folder/pull.log")"
    is_complete "$answer"
    expect "The engine runs what was built" "$(run "$(target "$answer")" 'cat /word')" "$word"
    wait_until 60 has_no_container "$id"
    echo "    The container of the job is removed"
}

# limits_are_applied <container>
limits_are_applied() {
    expect "A job has its limits of memory and CPU" \
        "$(docker container inspect --format '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}' "$1")" "$((512 * 1024 * 1024)) 1500000000"
    expect "It is in a network of its own" \
        "$(docker container inspect --format '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' "$1")" "${project}_jobs"
}

a_build_that_needs_too_much_memory_says_so() {
    step "Building with too little memory"
    local file answer request
    file=$(printf 'FROM %s/test/busybox:1\nRUN echo %s; busybox dd if=/dev/zero of=/dev/null bs=700M count=1\n' "$registry" "$RANDOM" | base64 --wrap=0)
    answer=$(request "{\"containerFile\":\"$file\"}")
    request=$(jq --raw-output .requestId <<<"$answer")
    wait_until 120 is_done "$request"
    expect "The build has failed" "$(status "$request" .succeeded)" false
    [[ $(status "$request" .reason) == *"out of memory"*"512 MB"* ]] || {
        log build "$(build_id "$answer")" | tail -n 5 >&2
        fail "The reason does not name the limit of memory: $(status "$request" .reason)"
    }
    echo "    The reason names the limit of memory"
}

an_image_is_frozen() {
    step "Freezing an image"
    local file answer image
    file=$(printf 'FROM %s/test/busybox:1\nRUN echo frozen-%s > /word\n' "$registry" "$RANDOM" | base64 --wrap=0)
    answer=$(request "{\"containerFile\":\"$file\",\"freeze\":true,\"buildRepository\":\"$registry/test/frozen\"}" --header "Authorization: Bearer $token")
    image=$(target "$answer")
    [[ $image == "$registry"/test/frozen* ]] || fail "A frozen image has a name in its repository: $image"
    wait_until 120 is_done "$(jq --raw-output .requestId <<<"$answer")"
    skopeo inspect --tls-verify=false --raw "docker://$image" | jq --exit-status '.layers | length == 2' >/dev/null ||
        fail "The frozen image is not in its repository: $image"
    echo "    A frozen image is in its repository"
}

an_image_is_mirrored_scanned_and_pulled() {
    step "Mirroring and scanning an image"
    mirror_and_scan "$copies"
    expect "The engine pulls the copy" "$(run "${service#http://}/$mirrored" 'cat /etc/alpine-release')" 3.22.1
}

# What has the socket of the engine.
workers() {
    docker container ls --quiet --filter "label=com.docker.compose.project=$project" --filter volume=/var/run/docker.sock | wc -l
}

workers_are_optional() {
    step "Starting it without workers, and with them again"
    expect "Three services have the socket of the engine" "$(workers)" 3
    WAVE_BUILD_REPO="" up
    expect "Without workers, none has it" "$(workers)" 0
    # shellcheck disable=SC2016 # Expanded in the container.
    expect "Images are still extended" "$(run "$(extend alone)" 'echo "$WORD"')" alone
    WAVE_BUILD_REPO=$registry/test/build up
    expect "The workers are back" "$(workers)" 3
}

# Everything ends while a job runs.
nothing_is_left() {
    step "Ending everything in mid-build"
    local answer id container volumes
    answer=$(build "ended-$RANDOM$RANDOM")
    id=$(build_id "$answer")
    wait_until 120 has_counted "$id" 1
    container=$(container_of "$id")
    volumes=$(docker container inspect --format '{{range .Mounts}}{{.Name}} {{end}}' "${container% *}")
    [[ -n $volumes ]] || fail "The container of a job has no volume"
    "$installation/down" --volumes >"$folder/down.log" 2>&1 || { cat "$folder/down.log" >&2; fail "It could not be ended"; }
    expect "No container is left" "$(docker container ls --all --format '{{.Names}}' --filter "label=com.docker.compose.project=$project")" ""
    has_no_container "$id" || fail "The container of a job is left"
    expect "No network is left" "$(docker network ls --format '{{.Name}}' --filter "label=com.docker.compose.project=$project")" ""
    expect "No volume is left" "$(docker volume ls --format '{{.Name}}' --filter "label=com.docker.compose.project=$project")" ""
    # shellcheck disable=SC2086 # One argument for each.
    ! docker volume inspect $volumes >/dev/null 2>&1 || fail "The volumes of a job are left: $volumes"
    echo "    No volume of a job is left"
}
