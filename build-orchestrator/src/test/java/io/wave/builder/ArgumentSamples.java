package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import java.util.List;

/** {@code ARG}, {@code ENV}, and where variables are replaced. */
final class ArgumentSamples {

    private ArgumentSamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building("ARG before FROM", """
                        ARG IMAGE={base}
                        FROM ${IMAGE}
                        RUN echo x > /out
                        """).has("/out", "x\n"),
                building("ARG before FROM is known in a stage that declares it", """
                        ARG V=1
                        FROM {base}
                        RUN echo "[$V]" > /before
                        ARG V
                        RUN echo "[$V]" > /after
                        """)
                        .has("/before", "[]\n")
                        .has("/after", "[1]\n"),
                failing("FROM with a variable that is not set", """
                        FROM $UNSET
                        """, "base name ($UNSET) should not be blank"),
                building("ARG is known from its line on", """
                        FROM {base}
                        ENV A=${X:-before}
                        ARG X=after
                        ENV B=$X
                        """).config("Env", """
                        ["PATH=/bin", "A=before", "B=after"]"""),
                building("ARG is not in the image", """
                        FROM {base}
                        ARG a=1 b="two words" c
                        RUN echo "$a $b [$c]" > /out
                        """).has("/out", "1 two words []\n"),
                building("ENV has precedence over ARG", """
                        FROM {base}
                        ARG V=arg
                        ENV V=env
                        RUN echo $V > /out
                        """).config("Env", """
                        ["PATH=/bin", "V=env"]""").has("/out", "env\n"),
                building("ENV of the value of an ARG", """
                        FROM {base}
                        ARG V
                        ENV V=${V:-v1.0.0}
                        """).config("Env", """
                        ["PATH=/bin", "V=v1.0.0"]"""),
                building("ARG is known in stages that are based on its own", """
                        FROM {base} AS first
                        ARG V=1
                        FROM {base} AS other
                        RUN echo "[$V]" > /other
                        FROM first
                        RUN echo "[$V]" > /based
                        COPY --from=other /other /other
                        """)
                        .has("/based", "[1]\n")
                        .has("/other", "[]\n"),
                building("ARG of the platform", """
                        FROM {base}
                        ARG TARGETPLATFORM
                        ARG TARGETOS
                        ARG TARGETARCH
                        ARG TARGETVARIANT
                        RUN echo "$TARGETPLATFORM $TARGETOS $TARGETARCH [$TARGETVARIANT] [$BUILDPLATFORM]" > /out
                        """).has("/out", "linux/amd64 linux amd64 [] []\n"),
                building("defaults and alternatives of variables", """
                        FROM {base}
                        ENV set=1 empty=
                        LABEL a=${set:-w} b=${empty:-w} c=${unset:-w} \\
                              d=${set-w} e=${empty-w} f=${unset-w} \\
                              g=${set:+w} h=${empty:+w} i=${unset:+w} \\
                              j=${set+w} k=${empty+w} l=${unset+w} \\
                              m=${unset:-${set}${set}}
                        """)
                        .config("Env", """
                        ["PATH=/bin", "set=1", "empty="]""")
                        .config("Labels", """
                        {"a": "1", "b": "w", "c": "w", "d": "1", "e": "", "f": "w", "g": "w", "h": "", "i": "",
                         "j": "w", "k": "w", "l": "", "m": "11"}"""),
                failing("variable that is required", """
                        FROM {base}
                        LABEL a="${unset:?must be given}"
                        """, "unset", "must be given"),
                building("parts of variables", """
                        FROM {base}
                        ARG str=foobarbaz
                        LABEL a=${str#f*b} b=${str##f*b} c=${str%b*} d=${str%%b*} e=${str/ba/fo} f=${str//ba/fo}
                        """).config("Labels", """
                        {"a": "arbaz", "b": "az", "c": "foobar", "d": "foo", "e": "fooforbaz", "f": "fooforfoz"}"""),
                building("escaped variables", """
                        FROM {base}
                        ARG foo=bar
                        LABEL a=\\$foo b=\\${foo} c='$foo' d="$foo"
                        """).config("Labels", """
                        {"a": "$foo", "b": "${foo}", "c": "$foo", "d": "bar"}"""),
                building("variables have one value throughout an instruction", """
                        FROM {base}
                        ENV abc=hello
                        ENV abc=bye def=$abc
                        ENV ghi=$abc
                        """)
                        .config("Env", """
                        ["PATH=/bin", "abc=bye", "def=hello", "ghi=bye"]"""),
                building("variables in all instructions that take them", """
                        FROM {base}
                        ARG x=var p=80 s=SIGINT f=a
                        WORKDIR /$x
                        EXPOSE $p
                        STOPSIGNAL $s
                        VOLUME /$x/data
                        USER $x
                        COPY $f ${f}dd
                        ADD $f add
                        """)
                        .context("a", "a")
                        .config("WorkingDir", "\"/var\"")
                        .config("ExposedPorts", "{\"80/tcp\": {}}")
                        .config("StopSignal", "\"SIGINT\"")
                        .config("Volumes", "{\"/var/data\": {}}")
                        .config("User", "\"var\"")
                        .hasFolder("/var")
                        .has("/var/add", "a"),
                building("forms of ENV", """
                        FROM {base}
                        ENV MY_NAME="John Doe" MY_DOG=Rex\\ The\\ Dog \\
                            MY_CAT=fluffy
                        ENV ONE TWO= THREE=world
                        """).config("Env", """
                        ["PATH=/bin", "MY_NAME=John Doe", "MY_DOG=Rex The Dog", "MY_CAT=fluffy", "ONE=TWO= THREE=world"]"""));
    }
}
