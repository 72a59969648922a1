# shellcheck shell=bash
# An instance of the whole product for the length of a script, and a small image for it; sourced after common.sh, never run.

# shellcheck source=scripts/images.sh
source "$WAVE_CHECKOUT/scripts/images.sh"

server_pid=

free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 20000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    return 1
}

# start_server <port> <data folder> <log> [<argument>...]: returns when it is ready, or with 1 when it ends or is not ready in time.
start_server() {
    local port=$1 data=$2 log=$3 timeout=180 waited=0
    shift 3
    : >"$log"
    (
        export WAVE_DATA_DIR="$data" WAVE_SERVER_PORT="$port"
        [[ -n ${WAVE_CONFIG_FILE:-} ]] || unset WAVE_CONFIG_FILE
        exec_standalone "--wave.server.url=http://localhost:$port" "$@"
    ) >"$log" 2>&1 &
    server_pid=$!
    until grep -q 'Ready at' "$log"; do
        kill -0 "$server_pid" 2>/dev/null || return 1
        ((waited++ < timeout * 10)) || return 1
        sleep 0.1
    done
}

stop_server() {
    if [[ -n $server_pid ]] && kill -TERM "$server_pid" 2>/dev/null; then
        wait "$server_pid" || true
    fi
    server_pid=
}
