package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import java.util.List;

/** {@code COPY}: sources, destinations, here-documents and flags. */
final class CopySamples {

    private CopySamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building("COPY keeps modes, and copies what is in a folder", """
                        FROM {base}
                        COPY run.sh keep dir /d/
                        """)
                        .context("run.sh", "run", 0750)
                        .context("keep", "kept", 0444)
                        .context("dir/sub/f", "f")
                        .hasFolder("/d")
                        .has("/d/run.sh", 0750, "0:0", "run")
                        .has("/d/keep", 0444, "0:0", "kept")
                        .hasFolder("/d/sub")
                        .has("/d/sub/f", "f"),
                building("COPY keeps links in a folder", """
                        FROM {base}
                        COPY dir /d/
                        """)
                        .context("dir/f", "f")
                        .context(TestBuilds.ContextFile.link("dir/link", "f"))
                        .hasFolder("/d")
                        .has("/d/f", "f")
                        .hasLink("/d/link", "f"),
                building("patterns of COPY", """
                        FROM {base}
                        COPY *.txt index.?s arr[[]0].md /d/
                        """)
                        .context("a.txt", "a")
                        .context("b.txt", "b")
                        .context("c.text", "c")
                        .context("index.js", "js")
                        .context("index.mjs", "mjs")
                        .context("arr[0].md", "arr")
                        .hasFolder("/d")
                        .has("/d/a.txt", "a")
                        .has("/d/b.txt", "b")
                        .has("/d/index.js", "js")
                        .has("/d/arr[0].md", "arr"),
                building("COPY in JSON form", """
                        FROM {base}
                        COPY ["two words.txt", "/two words/"]
                        """)
                        .context("two words.txt", "x")
                        .hasFolder("/two words")
                        .has("/two words/two words.txt", "x"),
                building("COPY to a path of the working directory", """
                        FROM {base}
                        WORKDIR /w
                        COPY a rel/
                        COPY a b
                        """)
                        .context("a", "a")
                        .config("WorkingDir", "\"/w\"")
                        .hasFolder("/w")
                        .hasFolder("/w/rel")
                        .has("/w/rel/a", "a")
                        .has("/w/b", "a"),
                building("COPY does not leave the context", """
                        FROM {base}
                        COPY ../../a /b
                        COPY /a /c
                        """)
                        .context("a", "a")
                        .has("/b", "a")
                        .has("/c", "a"),
                failing("COPY of a file that is not there", """
                        FROM {base}
                        COPY missing /
                        """, "\"/missing\": not found"),
                failing("COPY of a folder to a file", """
                        FROM {base}
                        COPY a /x
                        COPY dir /x
                        """, "/x")
                        .context("a", "a")
                        .context("dir/f", "f"),
                building("COPY --chmod in octal, with a variable", """
                        FROM {base}
                        ARG MODE=440
                        COPY --chmod=750 a /a
                        COPY --chmod=$MODE a /b
                        """)
                        .context("a", "a")
                        .has("/a", 0750, "0:0", "a")
                        .has("/b", 0440, "0:0", "a"),
                building("COPY --chmod in symbols", """
                        FROM {base}
                        COPY --chmod=+x plain /x
                        COPY --chmod=u=rwX,go=rX dir /d/
                        COPY --chmod=g=u plain /g
                        """)
                        .context("plain", "p", 0640)
                        .context("dir/run", "r", 0700)
                        .context("dir/plain", "p", 0600)
                        .has("/x", 0751, "0:0", "p")
                        .hasFolder("/d")
                        .has("/d/run", 0755, "0:0", "r")
                        .has("/d/plain", 0644, "0:0", "p")
                        .has("/g", 0660, "0:0", "p"),
                building("COPY --chown by name and number", """
                        FROM {base}
                        COPY --chown=55:staff a /1
                        COPY --chown=app a /2
                        COPY --chown=app: a /3
                        COPY --chown=1 a /4
                        COPY --chown=10:11 a /5
                        COPY --chown=app:staff --chmod=600 a /6
                        """)
                        .context("a", "a")
                        .has("/1", 0644, "55:50", "a")
                        .has("/2", 0644, "1000:1001", "a")
                        .has("/3", 0644, "1000:1001", "a")
                        .has("/4", 0644, "1:1", "a")
                        .has("/5", 0644, "10:11", "a")
                        .has("/6", 0600, "1000:50", "a"),
                building("COPY --link", """
                        FROM {base}
                        COPY --link a /x/
                        COPY --link=false a /y/
                        COPY --link --chown=7:8 --chmod=600 a /z
                        """)
                        .context("a", "a")
                        .hasFolder("/x")
                        .has("/x/a", "a")
                        .hasFolder("/y")
                        .has("/y/a", "a")
                        .has("/z", 0600, "7:8", "a"),
                building("COPY --parents", """
                        FROM {base}
                        COPY ./x/a.txt ./y/a.txt /without/
                        COPY --parents ./x/a.txt ./y/a.txt /with/
                        """)
                        .context("x/a.txt", "x")
                        .context("y/a.txt", "y")
                        .hasFolder("/without")
                        .has("/without/a.txt", "y")
                        .hasFolder("/with")
                        .hasFolder("/with/x")
                        .has("/with/x/a.txt", "x")
                        .hasFolder("/with/y")
                        .has("/with/y/a.txt", "y"),
                building("COPY --parents from a point of the path", """
                        FROM {base}
                        COPY --parents ./x/./y/*.txt /parents/
                        """)
                        .context("x/y/a.txt", "a")
                        .context("x/y/b.txt", "b")
                        .hasFolder("/parents")
                        .hasFolder("/parents/y")
                        .has("/parents/y/a.txt", "a")
                        .has("/parents/y/b.txt", "b"),
                building("COPY --parents in all folders", """
                        FROM {base}
                        COPY --parents ./src/**/*.txt /parents/
                        """)
                        .context("src/a.txt", "a")
                        .context("src/x/b.txt", "b")
                        .context("src/x/y/c.txt", "c")
                        .context("src/x/y/c.md", "c")
                        .hasFolder("/parents")
                        .hasFolder("/parents/src")
                        .has("/parents/src/a.txt", "a")
                        .hasFolder("/parents/src/x")
                        .has("/parents/src/x/b.txt", "b")
                        .hasFolder("/parents/src/x/y")
                        .has("/parents/src/x/y/c.txt", "c"),
                building("COPY --exclude", """
                        FROM {base}
                        COPY --exclude=*.txt --exclude=sub/*.md dir /mydir/
                        """)
                        .context("dir/home", "home")
                        .context("dir/home.txt", "txt")
                        .context("dir/home.md", "md")
                        .context("dir/sub/home.md", "md")
                        .context("dir/sub/homer", "homer")
                        .hasFolder("/mydir")
                        .has("/mydir/home", "home")
                        .has("/mydir/home.md", "md")
                        .hasFolder("/mydir/sub")
                        .has("/mydir/sub/homer", "homer"),
                building("COPY --from a stage, its number and an image", """
                        FROM {base} AS build
                        RUN echo built > /x
                        FROM {base}
                        COPY --from=build /x /name
                        COPY --from=0 /x /number
                        COPY --from={base} /etc/group /image
                        """)
                        .has("/name", "built\n")
                        .has("/number", "built\n")
                        .has("/image", ContainerFileIT.GROUPS),
                building("COPY --from a stage in a variable", """
                        ARG STAGE=build
                        FROM {base} AS build
                        RUN echo built > /x
                        FROM {base}
                        ARG STAGE
                        COPY --from=$STAGE /x /out
                        """).has("/out", "built\n"),
                building("here-document of COPY", """
                        FROM {base}
                        COPY <<EOF greeting.txt
                        hello world
                        EOF
                        """).has("/greeting.txt", "hello world\n"),
                building("here-document of COPY is expanded and loses its tabs", """
                        FROM {base}
                        ARG FOO=bar
                        COPY --chmod=755 --chown=1:2 <<-EOT /script.sh
                        \techo "hello ${FOO}"
                        EOT
                        """)
                        .has("/script.sh", 0755, "1:2", "echo \"hello bar\"\n"),
                building("here-document of COPY with a quoted delimiter", """
                        FROM {base}
                        ARG FOO=bar
                        COPY <<"EOT" /script.sh
                        echo "hello ${FOO}"
                        EOT
                        """)
                        .has("/script.sh", "echo \"hello ${FOO}\"\n"),
                building("two here-documents and a file of one COPY", """
                        FROM {base}
                        COPY <<robots.txt a <<humans.txt /html/
                        (robots content)
                        robots.txt
                        (humans content)
                        humans.txt
                        """)
                        .context("a", "a")
                        .hasFolder("/html")
                        .has("/html/robots.txt", "(robots content)\n")
                        .has("/html/humans.txt", "(humans content)\n")
                        .has("/html/a", "a"));
    }
}
