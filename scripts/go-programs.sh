# shellcheck shell=bash
# Builds programs from Go modules into a cache folder outside the checkout, once per version; sourced after common.sh, never run.

readonly GO_PROGRAMS_LEAST=go1.25

go_is_new_enough() {
    have go || return 1
    local version
    version=$(GOTOOLCHAIN=local go env GOVERSION)
    [[ $(printf '%s\n' "$GO_PROGRAMS_LEAST" "$version" | sort -V | head -n 1) == "$GO_PROGRAMS_LEAST" ]]
}

# in_new_module <command>...: runs a command in an empty module; its output is printed if it fails. `go install` refuses modules that
# replace others.
in_new_module() {
    local work
    work=$(mktemp -d)
    (
        export CGO_ENABLED=0 GOFLAGS="-buildvcs=false -p=2" GOTOOLCHAIN=local
        cd "$work" && go mod init local/program && "$@"
    ) >"$work/log" 2>&1 || { cat "$work/log" >&2; rm -rf "$work"; return 1; }
    rm -rf "$work"
}

# compile <package> <binary> <linker flags> <tags>
compile() {
    go build -trimpath -ldflags="-s -w $3" -tags "$4" -o "$2.new" "$1" && mv "$2.new" "$2"
}

get_and_compile() {
    local package=$1 module=$2 version=$3
    go get "$module@$version" "$package@$version" && compile "$package" "${@:4}"
}

# build <name> <package> <module> <version> [<tags> [<linker flags>]]
build_program() {
    local name=$1 package=$2 module=$3 version=$4 tags=${5:-} linked=${6:-}
    local binary="$programs/$name-$version"
    if [[ ! -x $binary ]]; then
        echo "building $name $version" >&2
        in_new_module get_and_compile "$package" "$module" "$version" "$binary" "$linked" "$tags" || return 1
    fi
    ln -sfn "$name-$version" "$programs/$name"
}

require_go() {
    if ! go_is_new_enough; then
        echo "Go ${GO_PROGRAMS_LEAST#go} or newer is not on the PATH: $1 are left out" >&2
        exit 0
    fi
    programs=$(clients_folder)
    mkdir -p "$programs"
}
