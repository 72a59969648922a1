# shellcheck shell=bash
# Shared by the scripts beside it; sourced, never run.

WAVE_CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly WAVE_CHECKOUT
readonly WAVE_HOME="$WAVE_CHECKOUT/deploy/standalone/target/wave"
# As old as the start of the last build.
readonly WAVE_BUILT="$WAVE_CHECKOUT/deploy/standalone/target/built"

# Sized for the services and Kafka in one JVM; WAVE_JAVA_OPTS is appended and overrides these. Both JIT compilers are used: with
# C1 alone, SHA-256 is ten times slower. Direct memory, into which streams are read, is limited: its default is the heap size.
# A fixed size of the young generation and no profiling while the optimizing compiler is busy make the start faster.
readonly WAVE_JVM_FLAGS=(
    -Xms96m -Xmx512m -Xmn64m -XX:Tier3DelayOn=0 -Xss512k -XX:+UseSerialGC -XX:MaxDirectMemorySize=256m -XX:ReservedCodeCacheSize=128m
    -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
)

fail() {
    echo "$*" >&2
    exit 1
}

# have <tool>: whether a program is on the PATH, or a file is there if its absolute path is given.
have() {
    command -v "$1" >/dev/null 2>&1 || [[ $1 == /* && -e $1 ]]
}

# The major version in a JDK's release file; 0 if the folder is not a JDK.
jdk_version() {
    local home=$1 version=0
    if [[ -x $home/bin/javac && -r $home/release ]]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    fi
    echo "${version:-0}"
}

# Prints the home of JDK 25: JAVA_HOME if it is one, else the first in the usual folders. The `java` on
# the PATH may be any other and is not asked.
find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/*jdk* /opt/jdk/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home {/opt/homebrew,/usr/local}/opt/openjdk@25; do
        if [[ -n $home && $(jdk_version "$home") == 25 ]]; then
            echo "$home"
            return
        fi
    done
    explain_missing_jdk >&2
    exit 1
}

explain_missing_jdk() {
    cat <<'EOF'
JDK 25 not found: set JAVA_HOME to one, or install it.

Debian 13 or newer, Ubuntu:
  sudo apt-get install --yes openjdk-25-jdk-headless

Debian 12 (from Eclipse Adoptium):
  sudo apt-get install --yes curl && sudo curl -fsSL --create-dirs -o /etc/apt/keyrings/adoptium.asc https://packages.adoptium.net/artifactory/api/gpg/key/public && echo "deb [signed-by=/etc/apt/keyrings/adoptium.asc] https://packages.adoptium.net/artifactory/deb bookworm main" | sudo tee /etc/apt/sources.list.d/adoptium.list && sudo apt-get update && sudo apt-get install --yes temurin-25-jdk

Fedora:
  sudo dnf install --assumeyes java-25-openjdk-devel

macOS:
  brew install openjdk@25
EOF
}

# Runs Maven on JDK 25, so that the formatter's check runs too: the one on the PATH, else the wrapper, which downloads it once.
maven() {
    local jdk command=mvn
    jdk=$(find_jdk) || exit 1
    have mvn || command=./mvnw
    (cd "$WAVE_CHECKOUT" && JAVA_HOME=$jdk "$command" --batch-mode --no-transfer-progress "$@")
}

# Builds what `run` and `demo` need, without tests; prints output only if it fails. Does nothing if no file has changed since.
build() {
    local log stamp
    is_built && return
    log=$(mktemp)
    stamp=$(mktemp)
    echo "Building (log: $log)"
    maven --quiet -Dquick -Dmaven.test.skip -Dspotless.check.skip package -pl deploy/standalone -am >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        fail "The build failed, see $log"
    }
    touch -r "$stamp" "$WAVE_BUILT"
    rm -f "$log" "$stamp"
}

# Whether the last build is newer than all files that it was made of, apart from documentation, and than all changes to their folders
# below src. The folder of a module changes with its target.
is_built() {
    [[ -f $WAVE_BUILT ]] && (
        cd "$WAVE_CHECKOUT"
        [[ -z $(find . \( -name target -o -path './.*' -o -path ./scripts \) -prune -o -name '*.md' -o \( -type f -o -path '*/src/*' \) -newer "$WAVE_BUILT" -print -quit) ]]
    )
}

# Fails if something listens on the default address and port, before a build that takes minutes. The program itself checks what is
# configured, and names the process.
require_port() {
    local port=${WAVE_SERVER_PORT:-9090}
    if [[ -z ${WAVE_CONFIG_FILE:-}${WAVE_SERVER_ADDRESS:-}$* ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
        fail "WAVE_SERVER_PORT: port $port is in use: stop the process that has it, or set WAVE_SERVER_PORT to another port"
    fi
}

# Connections, Kafka's log and the data folder share the file limit of one process: raised to the hard limit.
raise_file_limit() {
    ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
}

# Replaces this process by the whole product in one JVM.
exec_standalone() {
    local jdk
    jdk=$(find_jdk) || exit 1
    raise_file_limit
    # By default each thread may get a malloc arena of 64 MB, little of which is ever released.
    export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
    # shellcheck disable=SC2086 # WAVE_JAVA_OPTS holds several words.
    exec "$jdk/bin/java" "${WAVE_JVM_FLAGS[@]}" ${WAVE_JAVA_OPTS:-} \
        -cp "$WAVE_HOME/lib/*" io.wave.standalone.StandaloneApplication "$@"
}

# missing_packages <tool>=<package>...: prints the packages of the tools that are not on the PATH.
missing_packages() {
    local pair
    for pair in "$@"; do
        have "${pair%%=*}" || echo "${pair#*=}"
    done
}

can_install() {
    have apt-get && [[ $(id -u) == 0 ]]
}

install_packages() {
    echo "Installing $*"
    local log
    log=$(mktemp)
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update && apt-get install --yes --no-install-recommends "$@"; } >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        fail "apt-get could not install $*, see $log"
    }
    rm -f "$log"
}

# require_tools <tool>=<package>...: installs missing packages if possible, else prints which to install.
require_tools() {
    local packages
    mapfile -t packages < <(missing_packages "$@")
    if ((${#packages[@]} > 0)); then
        can_install || fail "Please install: ${packages[*]}"
        install_packages "${packages[@]}"
    fi
}

# The images of the demo and the tests hold busybox and no library.
require_static_busybox() {
    if ! have busybox || ldd "$(command -v busybox)" >/dev/null 2>&1; then
        can_install || fail "Please install: busybox-static"
        install_packages busybox-static
    fi
}

# want_tools <tool>=<package>...: the same for optional tools.
want_tools() {
    local packages
    mapfile -t packages < <(missing_packages "$@")
    if ((${#packages[@]} > 0)); then
        if can_install; then
            install_packages "${packages[@]}"
        else
            echo "Not installed, its tests are skipped: ${packages[*]}"
        fi
    fi
}

# Builds BuildKit in the background, in a process group of its own, if it is missing and Go can build it. Call wait_for_buildkit before
# images are built; tests wait for the process WAVE_BUILDKIT_PID.
start_buildkit() {
    unset WAVE_BUILDKIT_PID
    want_tools runc=runc ip=iproute2 newuidmap=uidmap
    if [[ ${WAVE_BUILDKIT:-} != no ]] && ! have_buildkit && have go; then
        echo "Building BuildKit once, about 5 minutes (WAVE_BUILDKIT=no: builds use buildah)"
        buildkit_log=$(mktemp)
        set -m
        "$WAVE_CHECKOUT/scripts/go-clients" buildkit >"$buildkit_log" 2>&1 &
        export WAVE_BUILDKIT_PID=$!
        set +m
    fi
}

# The output folder of go-clients.
clients_folder() {
    echo "${WAVE_CLIENTS_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/wave/bin}"
}

have_buildkit() {
    local folder
    folder=$(clients_folder)
    [[ -x $folder/buildkitd && -x $folder/buildctl ]] || { have buildkitd && have buildctl; }
}

have_trivy() {
    [[ -x $(clients_folder)/trivy ]] || have trivy
}

# Scans are on if Trivy is installed, unless WAVE_SCAN_ENABLED says otherwise; else a line says what to install.
choose_scans() {
    if have_trivy; then
        export WAVE_SCAN_ENABLED="${WAVE_SCAN_ENABLED:-true}"
    elif [[ ${WAVE_SCAN_ENABLED:-} != true ]]; then
        echo "Scans are off: Trivy is not installed. With Go 1.25 or newer, scripts/go-clients trivy builds it once (7 minutes)"
    fi
}

wait_for_buildkit() {
    if [[ -n ${WAVE_BUILDKIT_PID:-} ]]; then
        wait "$WAVE_BUILDKIT_PID" || {
            tail -n 5 "$buildkit_log" >&2
            echo "BuildKit could not be built: builds use buildah"
        }
        rm -f "$buildkit_log"
        unset WAVE_BUILDKIT_PID
    fi
}

# Ends the build of BuildKit if it is still running; what it has compiled stays in the cache of Go.
stop_buildkit() {
    if [[ -n ${WAVE_BUILDKIT_PID:-} ]]; then
        kill -- "-$WAVE_BUILDKIT_PID" 2>/dev/null || true
        rm -f "$buildkit_log"
    fi
}
