# shellcheck shell=bash
# shellcheck disable=SC2154 # The folder for temporary files is that of the script that sources this one.
# The Docker engine of a test, and the registries beside it; sourced after common.sh, never run.

# An engine that runs (DOCKER_HOST, or the usual socket) is used as it is.
have_engine() {
    docker info >/dev/null 2>&1
}

# Prints why there can be no engine of our own; nothing if there can be one.
missing_for_engine() {
    local program programs
    programs=$(clients_folder)
    for program in dockerd containerd containerd-shim-runc-v2; do
        [[ -x $programs/$program ]] || { echo "no Docker engine runs, and $program is missing: scripts/go-clients builds it"; return; }
    done
    for program in runc iptables ip; do
        have "$program" || { echo "no Docker engine runs, and $program is missing"; return; }
    done
}

# start_engine: one of our own, in the namespaces of this process, with which it ends.
start_engine() {
    local engine=$folder/engine programs
    programs=$(clients_folder)
    mkdir -p "$engine"
    PATH=$PATH:/usr/sbin:/sbin
    ip link set lo up
    write_engine_configuration "$engine"
    PATH=$programs:$PATH dockerd --config-file="$engine/daemon.json" --host="unix://$engine/docker.sock" --data-root="$engine/data" \
        --exec-root="$engine/exec" --pidfile="$engine/docker.pid" --shutdown-timeout=5 --ip6tables=false --userland-proxy=false \
        >"$engine/log" 2>&1 &
    engine_pid=$!
    export DOCKER_HOST="unix://$engine/docker.sock"
    for _ in {1..150}; do
        ! have_engine || return 0
        kill -0 $engine_pid 2>/dev/null || break
        sleep 0.2
    done
    tail -n 10 "$engine/log" >&2
    fail "The Docker engine does not start"
}

# The runc of a distribution may be older than the time namespaces that the engine asks it for.
write_engine_configuration() {
    cat >"$1/runc" <<'END'
#!/bin/sh
for each in "$@"; do
    [ "${previous:-}" != --bundle ] || configuration=$each/config.json
    previous=$each
done
if [ -n "${configuration:-}" ]; then
    jq '.linux.namespaces |= map(select(.type != "time"))' "$configuration" >"$configuration.new"
    mv "$configuration.new" "$configuration"
fi
exec runc "$@"
END
    chmod +x "$1/runc"
    echo "{\"runtimes\": {\"test\": {\"path\": \"$1/runc\"}}, \"default-runtime\": \"test\"}" >"$1/daemon.json"
}

stop_engine() {
    [[ -n ${engine_pid:-} ]] || return 0
    kill "$engine_pid" 2>/dev/null || true
    wait "$engine_pid" || true
    # Mounts of containers that the engine has left.
    awk -v folder="$folder/engine/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort --reverse | xargs --no-run-if-empty umount --lazy
}

# start_registries: two, without TLS, at the address of this machine in the network of the engine. Containers reach them there. The engine
# need not: it pulls through the service.
start_registries() {
    local address
    address=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
    [[ -n $address ]] || fail "The network 'bridge' of the Docker engine has no gateway"
    start_registry "$address" "$folder/registry"
    registry=$started
    start_registry "$address" "$folder/copies"
    copies=$started
}

# start_registry <address> <folder>
start_registry() {
    started=$1:$(free_port)
    mkdir -p "$2"
    cat >"$2.yaml" <<END
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $2}}
http: {addr: "$started"}
END
    OTEL_TRACES_EXPORTER=none docker-registry serve "$2.yaml" >"$2.log" 2>&1 &
    registry_pids+=($!)
    wait_until 20 curl --silent --fail --output /dev/null "http://$started/v2/"
}

stop_registries() {
    ((${#registry_pids[@]} == 0)) || kill "${registry_pids[@]}" 2>/dev/null || true
}
