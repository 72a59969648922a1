package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import java.util.List;

/** {@code RUN}: its forms, here-documents, mounts and other flags. */
final class RunSamples {

    private RunSamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building("RUN in shell form", """
                        FROM {base}
                        RUN echo one > /out && \\
                            echo two >> /out
                        """).has("/out", "one\ntwo\n"),
                building("RUN in exec form expands nothing", """
                        FROM {base}
                        RUN ["touch", "/$HOME"]
                        """).has("/$HOME", ""),
                building("RUN removes a file of the base", """
                        FROM {base}
                        RUN echo x > /x
                        RUN rm /x && echo y > /y
                        """).has("/y", "y\n"),
                building("here-document of RUN", """
                        FROM {base}
                        RUN <<EOF
                        set -e
                        echo one > /out
                        echo two >> /out
                        EOF
                        """).has("/out", "one\ntwo\n"),
                building("here-document of RUN for a program, expanded by the shell", """
                        FROM {base}
                        ARG WHO=you
                        RUN <<EOF cat > /out
                        hello $WHO
                        EOF
                        """)
                        .has("/out", "hello you\n"),
                building("here-document of RUN with a quoted delimiter is not expanded", """
                        FROM {base}
                        ARG WHO=you
                        RUN <<"EOF" cat > /out
                        hello $WHO
                        EOF
                        """)
                        .has("/out", "hello $WHO\n"),
                building("two here-documents of one RUN", """
                        FROM {base}
                        RUN <<FILE1 cat > /file1 && <<FILE2 cat > /file2
                        I am
                        first
                        FILE1
                        I am
                        second
                        FILE2
                        """)
                        .has("/file1", "I am\nfirst\n")
                        .has("/file2", "I am\nsecond\n"),
                building("here-document of RUN without its leading tabs", """
                        FROM {base}
                        RUN <<-EOF cat > /out
                        \tone
                        \t\ttwo
                        \tEOF
                        """).has("/out", "one\ntwo\n"),
                building("here-document of RUN that names its interpreter", """
                        FROM {base}
                        RUN <<EOF
                        #!/bin/awk -f
                        BEGIN { print "from awk" > "/out" }
                        EOF
                        """).has("/out", "from awk\n"),
                failing("here-document without an end", """
                        FROM {base}
                        RUN <<EOF
                        echo one
                        """, "unterminated heredoc"),
                building("mount of a file of the context", """
                        FROM {base}
                        RUN --mount=type=bind,source=in,target=/mnt/in cat /mnt/in > /out
                        """)
                        .context("in", "content\n")
                        .has("/out", "content\n"),
                building("mount of a stage", """
                        FROM {base} AS build
                        RUN echo built > /x
                        FROM {base}
                        RUN --mount=from=build,target=/build cp /build/x /out
                        """).has("/out", "built\n"),
                building("mount of a part of an image", """
                        FROM {base}
                        RUN --mount=from={base},source=/etc,target=/image grep root /image/group > /out
                        """).has("/out", "root:x:0:\n"),
                building("mount whose stage is in a variable", """
                        ARG STAGE=build
                        FROM {base} AS build
                        RUN echo built > /x
                        FROM {base}
                        ARG STAGE
                        RUN --mount=type=bind,from=${STAGE},target=/build cp /build/x /out
                        """).has("/out", "built\n"),
                failing("mount of the context is read-only", """
                        FROM {base}
                        RUN --mount=target=/m touch /m/new
                        """, "exit code 1", "Read-only file system"),
                building("what is written to a mount of the context is discarded", """
                        FROM {base}
                        RUN --mount=target=/m,rw echo x > /m/new && cp /m/new /out
                        """)
                        .has("/out", "x\n"),
                building("mount of a cache", """
                        FROM {base}
                        RUN --mount=type=cache,id=samples-shared,target=/c echo x > /c/f
                        RUN --mount=type=cache,id=samples-shared,target=/d cp /d/f /out
                        """).has("/out", "x\n"),
                building("mount of a cache with mode and owner", """
                        FROM {base}
                        RUN --mount=type=cache,id=samples-owned,target=/c,mode=0700,uid=1000,gid=1001 stat -c '%a %u:%g' /c > /out
                        """).has("/out", "700 1000:1001\n"),
                building("mount of a cache that begins with files of a stage", """
                        FROM {base} AS seed
                        RUN mkdir /seed && echo seed > /seed/f
                        FROM {base}
                        RUN --mount=type=cache,id=samples-seed,from=seed,source=/seed,target=/c,readonly cp /c/f /out
                        """)
                        .has("/out", "seed\n"),
                building("mount of a file system in memory", """
                        FROM {base}
                        RUN --mount=type=tmpfs,target=/t,size=1m echo x > /t/x && cp /t/x /out && grep -c ' /t tmpfs ' /proc/mounts >> /out
                        """).has("/out", "x\n1\n"),
                building("secret that is not given", """
                        FROM {base}
                        RUN --mount=type=secret,id=token test ! -e /run/secrets/token && echo none > /out
                        """).has("/out", "none\n"),
                failing("secret that is required", """
                        FROM {base}
                        RUN --mount=type=secret,id=token,required=true cat /run/secrets/token
                        """, "secret token: not found"),
                building("SSH agent that is not given", """
                        FROM {base}
                        RUN --mount=type=ssh test ! -S "$SSH_AUTH_SOCK" && echo none > /out
                        """).has("/out", "none\n"),
                failing("SSH agent that is required", """
                        FROM {base}
                        RUN --mount=type=ssh,required=true true
                        """, "SSH"),
                building("RUN without network", """
                        FROM {base}
                        RUN --network=none ls /sys/class/net > /out
                        """).has("/out", "lo\n"),
                failing("RUN with the network of the worker", """
                        FROM {base}
                        RUN --network=host true
                        """, "network.host is not allowed"),
                building("RUN in a sandbox", """
                        FROM {base}
                        RUN --security=sandbox echo x > /out
                        """).has("/out", "x\n"),
                failing("RUN without a sandbox", """
                        FROM {base}
                        RUN --security=insecure true
                        """, "security.insecure is not allowed"),
                failing("RUN with a device", """
                        FROM {base}
                        RUN --device=vendor.example/device=one,required true
                        """, "device"),
                failing("RUN with an unknown flag", """
                        FROM {base}
                        RUN --flag=x true
                        """, "unknown flag: --flag"));
    }
}
