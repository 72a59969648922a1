package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import io.wave.builder.TestBuilds.ContextFile;
import io.wave.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code ADD}: archives, URLs and flags. */
final class AddSamples {

    private static final TestLayer ARCHIVE = TestLayer.of("opt", "tool", "tool");
    private static final ContextFile IN_CONTEXT = new ContextFile("archive.tar.gz", ARCHIVE.tarGz(), 0644);

    private AddSamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building("ADD unpacks an archive", """
                        FROM {base}
                        ADD archive.tar.gz /d
                        """)
                        .context(IN_CONTEXT)
                        .hasFolder("/d")
                        .hasFolder("/d/opt", 0750, "0:0")
                        .has("/d/opt/tool", 0640, "0:0", "tool"),
                building("ADD --unpack=false", """
                        FROM {base}
                        ADD --unpack=false archive.tar.gz /d/
                        """)
                        .context(IN_CONTEXT)
                        .hasFolder("/d")
                        .has("/d/archive.tar.gz", ARCHIVE.tarGz()),
                building("ADD copies a file that only has the name of an archive", """
                        FROM {base}
                        ADD empty.tar.gz /
                        """)
                        .context("empty.tar.gz", "")
                        .has("/empty.tar.gz", ""),
                building("flags of ADD", """
                        FROM {base}
                        ADD --chown=7:8 --chmod=600 a /1
                        ADD --link a /x/
                        ADD --exclude=*.txt dir /d/
                        """)
                        .context("a", "a")
                        .context("dir/f", "f")
                        .context("dir/f.txt", "txt")
                        .has("/1", 0600, "7:8", "a")
                        .hasFolder("/x")
                        .has("/x/a", "a")
                        .hasFolder("/d")
                        .has("/d/f", "f"),
                building("ADD of a URL", """
                        FROM {base}
                        ADD {web}/foobar /
                        ADD {web}/foobar /name
                        ADD --chmod=644 {web}/foobar /mode
                        """)
                        .has("/foobar", 0600, "0:0", ContainerFileIT.WEB_PAGE)
                        .has("/name", 0600, "0:0", ContainerFileIT.WEB_PAGE)
                        .has("/mode", ContainerFileIT.WEB_PAGE),
                building("ADD of a git repository", """
                        FROM {base}
                        ADD {git} /repository
                        ADD {git}#main /branch
                        """)
                        .hasFolder("/repository")
                        .has("/repository/" + GitServer.FILE, GitServer.CONTENT)
                        .hasFolder("/branch")
                        .has("/branch/" + GitServer.FILE, GitServer.CONTENT),
                building("ADD --keep-git-dir", """
                        FROM {base}
                        ADD --keep-git-dir=false --chown=7:8 {git}#main /d
                        """)
                        .hasFolder("/d", 0755, "7:8")
                        .has("/d/" + GitServer.FILE, 0644, "7:8", GitServer.CONTENT),
                failing("ADD of a branch that is not there", """
                        FROM {base}
                        ADD {git}#none /d
                        """, "none"),
                building("ADD --checksum", """
                        FROM {base}
                        ADD --checksum=%s {web}/foobar /
                        """.formatted(
                                        Digest.of(ContainerFileIT.WEB_PAGE.getBytes(StandardCharsets.UTF_8))))
                        .has("/foobar", 0600, "0:0", ContainerFileIT.WEB_PAGE),
                failing("ADD --checksum of another file", """
                        FROM {base}
                        ADD --checksum=%s {web}/foobar /
                        """.formatted(Digest.of(new byte[0])), "digest mismatch"));
    }
}
