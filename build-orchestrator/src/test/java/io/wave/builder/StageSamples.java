package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import java.util.List;

/** {@code FROM} and {@code ONBUILD}: stages, and what an image has from its base. */
final class StageSamples {

    private StageSamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building("FROM scratch", """
                        FROM scratch
                        COPY a /a
                        """).context("a", "a").has("/a", "a"),
                building("the image is that of the last stage", """
                        FROM {base} AS first
                        LABEL first=1
                        RUN echo first > /first
                        FROM {base} AS other
                        LABEL other=1
                        RUN echo other > /other && echo lost > /lost
                        FROM first
                        COPY --from=other /other /
                        """)
                        .config("Labels", "{\"first\": \"1\"}")
                        .has("/first", "first\n")
                        .has("/other", "other\n"),
                building("names of stages are not case-sensitive", """
                        FROM {base} AS Build
                        RUN echo x > /x
                        FROM {base}
                        COPY --from=bUILD /x /x
                        """).has("/x", "x\n"),
                building("FROM --platform", """
                        FROM --platform=$BUILDPLATFORM {base} AS build
                        RUN uname -m > /out
                        FROM --platform=linux/amd64 {base}
                        COPY --from=build /out /out
                        """).has("/out", "x86_64\n"),
                building("configuration of the base image", """
                        FROM {parent}
                        LABEL changed=yes added=yes
                        ENV ADDED=1
                        """)
                        .config("Labels", """
                        {"parent": "yes", "changed": "yes", "added": "yes"}""")
                        .config("Env", """
                        ["PATH=/bin", "INHERITED=1", "ADDED=1"]"""),
                building("ENTRYPOINT resets CMD of the base image", """
                        FROM {parent}
                        ENTRYPOINT ["entry"]
                        """)
                        .config("Entrypoint", "[\"entry\"]")
                        .config("Cmd", "null"),
                building("HEALTHCHECK NONE", """
                        FROM {parent}
                        HEALTHCHECK NONE
                        """).config("Healthcheck", "{\"Test\": [\"NONE\"]}"),
                building("ONBUILD", """
                        FROM {base}
                        ONBUILD ADD . /app/src
                        ONBUILD RUN /usr/local/bin/python-build --dir /app/src
                        """).config("OnBuild", """
                        ["ADD . /app/src", "RUN /usr/local/bin/python-build --dir /app/src"]"""),
                building("ONBUILD of the base image", """
                        FROM {trigger}
                        RUN echo "$TRIGGERED" >> /trigger/log
                        """)
                        .context("f", "f")
                        .config("Env", "[\"PATH=/bin\", \"TRIGGERED=1\"]")
                        .config("OnBuild", "null")
                        .hasFolder("/trigger")
                        .has("/trigger/f", "f")
                        .has("/trigger/log", "run\n1\n"),
                failing("ONBUILD ONBUILD", """
                        FROM {base}
                        ONBUILD ONBUILD RUN true
                        """, "ONBUILD ONBUILD", "isn't allowed"),
                failing("ONBUILD FROM", """
                        FROM {base}
                        ONBUILD FROM {base}
                        """, "FROM isn't allowed as an ONBUILD trigger"));
    }
}
