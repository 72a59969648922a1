package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import java.util.List;

/** How a container file and an ignore file are read. */
final class SyntaxSamples {

    private SyntaxSamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building(
                                "lines that end in CR and LF",
                                "FROM {base}\r\nENV A=b\r\nRUN echo one \\\r\n  two > /out\r\nCMD [\"a\"]\r\n")
                        .config("Env", "[\"PATH=/bin\", \"A=b\"]")
                        .config("Cmd", "[\"a\"]")
                        .has("/out", "one two\n"),
                building("byte order mark", "\ufeffFROM {base}\nENV A=b\n").config("Env", "[\"PATH=/bin\", \"A=b\"]"),
                building("no line feed at the end", "FROM {base}\nENV A=b").config("Env", "[\"PATH=/bin\", \"A=b\"]"),
                building("text in Unicode", """
                        # größer als 世界
                        FROM {base}
                        ENV GREETING="grüße 世界 🚀"
                        COPY größe /世界/
                        RUN echo "$GREETING" > /out
                        """)
                        .context("größe", "g")
                        .config("Env", "[\"PATH=/bin\", \"GREETING=grüße 世界 🚀\"]")
                        .hasFolder("/世界")
                        .has("/世界/größe", "g")
                        .has("/out", "grüße 世界 🚀\n"),
                building("instructions in small letters and with blanks before them", """
                          # comment
                        from {base}
                            run echo one > /one
                        \tRun echo two > /two
                        """)
                        .has("/one", "one\n")
                        .has("/two", "two\n"),
                building("comments and empty lines in a continued instruction", """
                        FROM {base}
                        RUN echo hello \\
                        # comment
                          # another \\
                        world > /out

                        RUN echo one \\

                            two > /two
                        """)
                        .has("/out", "hello world\n")
                        .has("/two", "one two\n"),
                building("number sign in a line", """
                        FROM {base}
                        ENV A=b#c
                        RUN echo 'some # of things' > /out
                        """)
                        .config("Env", "[\"PATH=/bin\", \"A=b#c\"]")
                        .has("/out", "some # of things\n"),
                building("blanks in arguments", """
                        FROM {base}
                        RUN echo "\\
                             hello\\
                             world" > /out
                        """).has("/out", "     hello     world\n"),
                building("directive for the escape character", """
                        # escape=`

                        FROM {base}
                        LABEL path=c:\\dir name=`$x
                        RUN echo one `
                            two > /out
                        """)
                        .config("Labels", """
                        {"path": "c:\\\\dir", "name": "$x"}""")
                        .has("/out", "one two\n"),
                building("directive after a comment is a comment", """
                        # about this file
                        # escape=`
                        FROM {base}
                        RUN echo one \\
                            two > /out
                        """).has("/out", "one two\n"),
                failing("directive that is given twice", """
                        # escape=`
                        # escape=`
                        FROM {base}
                        """, "only one escape parser directive can be used"),
                failing("directive to fail after a warning", """
                        # check=error=true
                        FROM {base}
                        MAINTAINER somebody
                        """, "MaintainerDeprecated"),
                building("directive to skip a check", """
                        # check=skip=MaintainerDeprecated;error=true
                        FROM {base}
                        MAINTAINER somebody
                        """).author("somebody"),
                building("syntax directive with an image that is not allowed", """
                        # syntax=docker/dockerfile:1
                        FROM {base}
                        ENV A=b
                        """)
                        .config("Env", "[\"PATH=/bin\", \"A=b\"]"),
                failing("unknown instruction", """
                        FROM {base}
                        RUNN true
                        """, "unknown instruction: RUNN"),
                failing("instruction before FROM", """
                        RUN true
                        FROM {base}
                        """, "no build stage in current context"),
                failing("no instruction", "# only a comment\n", "no instructions"),
                building("ignore file", """
                        FROM {base}
                        COPY . /c/
                        """)
                        .context(".dockerignore", "# comment\n*/temp*\n**/*.log\n*.md\n!README*.md\nREADME-secret.md\n")
                        .context("sub/temporary.txt", "t")
                        .context("sub/kept", "k")
                        .context("sub/deep/a.log", "l")
                        .context("sub/deep/a.txt", "x")
                        .context("a.log", "l")
                        .context("NOTES.md", "n")
                        .context("README.md", "r")
                        .context("README-secret.md", "s")
                        .hasFolder("/c")
                        .has("/c/.dockerignore", "# comment\n*/temp*\n**/*.log\n*.md\n!README*.md\nREADME-secret.md\n")
                        .hasFolder("/c/sub")
                        .has("/c/sub/kept", "k")
                        .hasFolder("/c/sub/deep")
                        .has("/c/sub/deep/a.txt", "x")
                        .has("/c/README.md", "r"),
                building("ignore file that ignores all but some", """
                        FROM {base}
                        COPY . /c/
                        RUN --mount=target=/m ls -A /m > /out
                        """)
                        .context(".dockerignore", "*\n!src/**\nsrc/*.o\n")
                        .context("other", "o")
                        .context("src/a.c", "c")
                        .context("src/a.o", "o")
                        .hasFolder("/c")
                        .hasFolder("/c/src")
                        .has("/c/src/a.c", "c")
                        .has("/out", "src\n"),
                failing("COPY of an ignored file", """
                        FROM {base}
                        COPY secret /
                        """, "\"/secret\": not found")
                        .context(".dockerignore", "secret\n")
                        .context("secret", "s"),
                building("here-documents are not ignored", """
                        FROM {base}
                        COPY <<EOF /out
                        x
                        EOF
                        """)
                        .context(".dockerignore", "*\n")
                        .has("/out", "x\n"));
    }
}
