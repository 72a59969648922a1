# shellcheck shell=bash
# Makes container images without a container engine; sourced after common.sh, never run.

sha256() {
    sha256sum "$1" | cut -d ' ' -f 1
}

# pack <folder> <file.tar>: the same bytes for the same files, also compressed as <file.tar>.gz.
pack() {
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=pax \
        --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --xattrs --xattrs-include=security.capability \
        --directory "$1" --file "$2" .
    gzip --no-name --keep "$2"
}

architecture() {
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64 ;;
        *) uname -m ;;
    esac
}

# make_image <folder> <configuration> <layer>...: an OCI layout in <folder>/layout with this configuration, a JSON object, and of layers
# that `pack` has made.
make_image() {
    local folder=$1 configuration=$2 layer layers="" contents=""
    local layout="$folder/layout" config="$folder/config.json" manifest="$folder/manifest.json"
    shift 2
    mkdir -p "$layout/blobs/sha256"
    for layer in "$@"; do
        layers+="${layers:+,}\"sha256:$(sha256 "$layer")\""
        contents+="${contents:+,}$(descriptor layer.v1.tar+gzip "$layer.gz")"
    done
    printf '{"architecture":"%s","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' \
        "$(architecture)" "$configuration" "$layers" >"$config"
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}' \
        "$(descriptor config.v1+json "$config")" "$contents" >"$manifest"
    printf '{"schemaVersion":2,"manifests":[%s]}' "$(descriptor manifest.v1+json "$manifest")" >"$layout/index.json"
    echo '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
    for layer in "$config" "$manifest" "${@/%/.gz}"; do
        cp "$layer" "$layout/blobs/sha256/$(sha256 "$layer")"
    done
}

descriptor() {
    printf '{"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%d}' "$1" "$(sha256 "$2")" "$(stat -c %s "$2")"
}

# make_busybox_image <folder> [<more>]: an image of busybox, and of the files in <more>.
make_busybox_image() {
    local folder=$1 more=${2:-}
    local root="$folder/root" applet
    mkdir -p "$root/bin" "$root/etc" "$root/tmp"
    cp "$(command -v busybox)" "$root/bin/busybox"
    for applet in sh cat echo env ls mkdir sleep; do
        ln -s busybox "$root/bin/$applet"
    done
    echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
    [[ -z $more ]] || cp -r "$more/." "$root"
    pack "$root" "$folder/base.tar"
    make_image "$folder" '{"Env":["PATH=/bin"],"Cmd":["/bin/sh"]}' "$folder/base.tar"
}

# push_image <folder> <image>: the image that make_image has made.
push_image() {
    skopeo copy --insecure-policy --dest-tls-verify=false "oci:$1/layout" "docker://$2"
}

# add_layer <layout> <layer> <program>: puts a layer that `pack` has made on top of the only image of an OCI layout, whose configuration is
# changed by a program of jq.
add_layer() {
    local blobs="$1/blobs/sha256" layer=$2 program=$3 old new
    new=$(mktemp -d)
    old=$blobs/$(jq --raw-output '.manifests[0].digest | ltrimstr("sha256:")' "$1/index.json")
    jq --compact-output ".rootfs.diff_ids += [\"sha256:$(sha256 "$layer")\"] | $program" \
        "$blobs/$(jq --raw-output '.config.digest | ltrimstr("sha256:")' "$old")" >"$new/config.json"
    jq --compact-output --argjson config "$(descriptor config.v1+json "$new/config.json")" \
        --argjson layer "$(descriptor layer.v1.tar+gzip "$layer.gz")" '.config = $config | .layers += [$layer]' "$old" >"$new/manifest.json"
    for layer in "$new/config.json" "$new/manifest.json" "$layer.gz"; do
        cp "$layer" "$blobs/$(sha256 "$layer")"
    done
    jq --compact-output --argjson manifest "$(descriptor manifest.v1+json "$new/manifest.json")" '.manifests = [$manifest]' \
        "$1/index.json" >"$new/index.json"
    mv "$new/index.json" "$1/index.json"
    rm -r "$new"
}
