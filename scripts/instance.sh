# shellcheck shell=bash
# An instance of the whole product for the length of a script, and a small image for it; sourced after common.sh, never run.

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

sha256() {
    sha256sum "$1" | cut -d ' ' -f 1
}

pack() {
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --directory "$1" --file "$2" .
    gzip --no-name --keep "$2"
}

architecture() {
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) uname -m ;;
    esac
}

# make_busybox_image <folder> [<more>]: an OCI layout of busybox, and of the files in <more>, in <folder>/layout, written by hand.
make_busybox_image() {
    local folder=$1 more=${2:-}
    local root="$folder/root" layout="$folder/layout" applet
    mkdir -p "$root/bin" "$root/etc" "$root/tmp" "$layout/blobs/sha256"
    cp "$(command -v busybox)" "$root/bin/busybox"
    for applet in sh cat echo env ls mkdir sleep; do
        ln -s busybox "$root/bin/$applet"
    done
    echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
    [[ -z $more ]] || cp -r "$more/." "$root"
    pack "$root" "$folder/base.tar"
    local config="$folder/config.json" manifest="$folder/manifest.json"
    printf '{"architecture":"%s","os":"linux","config":{"Env":["PATH=/bin"],"Cmd":["/bin/sh"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
        "$(architecture)" "$(sha256 "$folder/base.tar")" >"$config"
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%d},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:%s","size":%d}]}' \
        "$(sha256 "$config")" "$(stat -c %s "$config")" "$(sha256 "$folder/base.tar.gz")" "$(stat -c %s "$folder/base.tar.gz")" >"$manifest"
    printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%d}]}' \
        "$(sha256 "$manifest")" "$(stat -c %s "$manifest")" >"$layout/index.json"
    echo '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
    local blob
    for blob in "$config" "$manifest" "$folder/base.tar.gz"; do
        cp "$blob" "$layout/blobs/sha256/$(sha256 "$blob")"
    done
}

# push_image <folder> <image>: the image that make_busybox_image has made.
push_image() {
    skopeo copy --insecure-policy --dest-tls-verify=false "oci:$1/layout" "docker://$2"
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
