package io.wave.builder;

import static io.wave.builder.ContainerFileSample.building;
import static io.wave.builder.ContainerFileSample.failing;

import java.util.List;

/** Instructions that set the configuration, and what they mean for the steps after them. */
final class ConfigSamples {

    private ConfigSamples() {}

    static List<ContainerFileSample> all() {
        return List.of(
                building("CMD in shell form", """
                        FROM {base}
                        CMD echo $HOME "two words"
                        """).config("Cmd", """
                        ["/bin/sh", "-c", "echo $HOME \\"two words\\""]"""),
                building("CMD in exec form, the last of two", """
                        FROM {base}
                        CMD ["first"]
                        CMD ["second", "$HOME", "a\\tb"]
                        """).config("Cmd", """
                        ["second", "$HOME", "a\\tb"]"""),
                building("ENTRYPOINT and CMD in exec form", """
                        FROM {base}
                        ENTRYPOINT ["top", "-b"]
                        CMD ["-c"]
                        """)
                        .config("Entrypoint", "[\"top\", \"-b\"]")
                        .config("Cmd", "[\"-c\"]"),
                building("ENTRYPOINT in shell form", """
                        FROM {base}
                        ENTRYPOINT exec top -b
                        """).config("Entrypoint", """
                        ["/bin/sh", "-c", "exec top -b"]"""),
                building("ENTRYPOINT keeps a CMD before it", """
                        FROM {base}
                        CMD ["-c"]
                        ENTRYPOINT ["top"]
                        """)
                        .config("Entrypoint", "[\"top\"]")
                        .config("Cmd", "[\"-c\"]"),
                building("SHELL is used by RUN, CMD and ENTRYPOINT", """
                        FROM {base}
                        SHELL ["/bin/env", "USED=shell", "/bin/sh", "-c"]
                        RUN echo $USED > /out
                        CMD one
                        ENTRYPOINT two
                        """)
                        .config("Shell", "[\"/bin/env\", \"USED=shell\", \"/bin/sh\", \"-c\"]")
                        .config("Cmd", "[\"/bin/env\", \"USED=shell\", \"/bin/sh\", \"-c\", \"one\"]")
                        .config("Entrypoint", "[\"/bin/env\", \"USED=shell\", \"/bin/sh\", \"-c\", \"two\"]")
                        .has("/out", "shell\n"),
                building("SHELL is used by here-documents, the last of two", """
                        FROM {base}
                        SHELL ["/bin/env", "USED=one", "/bin/sh", "-c"]
                        SHELL ["/bin/env", "USED=two", "/bin/sh", "-c"]
                        RUN <<EOF
                        echo $USED > /out
                        EOF
                        """)
                        .config("Shell", "[\"/bin/env\", \"USED=two\", \"/bin/sh\", \"-c\"]")
                        .has("/out", "two\n"),
                failing("SHELL that is no JSON", """
                        FROM {base}
                        SHELL /bin/sh -c
                        """, "SHELL requires the arguments to be in JSON form"),
                building("HEALTHCHECK with all options", """
                        FROM {base}
                        HEALTHCHECK --interval=5m --timeout=3s --start-period=1m --start-interval=2s --retries=4 \\
                          CMD wget http://localhost/ || exit 1
                        """).config("Healthcheck", """
                        {"Test": ["CMD-SHELL", "wget http://localhost/ || exit 1"], "Interval": 300000000000,
                         "Timeout": 3000000000, "StartPeriod": 60000000000, "StartInterval": 2000000000, "Retries": 4}"""),
                building("HEALTHCHECK in exec form, the last of two", """
                        FROM {base}
                        HEALTHCHECK CMD true
                        HEALTHCHECK CMD ["check", "now"]
                        """).config("Healthcheck", """
                        {"Test": ["CMD", "check", "now"]}"""),
                failing("HEALTHCHECK of another kind", """
                        FROM {base}
                        HEALTHCHECK RUN true
                        """, "HEALTHCHECK"),
                building("USER of the steps after it", """
                        FROM {base}
                        RUN mkdir -m 777 /w
                        USER app
                        RUN id -u > /w/app
                        USER 12:34
                        RUN echo x > /w/numbers
                        """)
                        .config("User", "\"12:34\"")
                        .hasFolder("/w", 0777, "0:0")
                        .has("/w/app", 0644, "1000:1001", "1000\n")
                        .has("/w/numbers", 0644, "12:34", "x\n"),
                building("COPY does not use USER", """
                        FROM {base}
                        USER app
                        COPY a /a
                        """)
                        .context("a", "a")
                        .config("User", "\"app\"")
                        .has("/a", "a"),
                building("WORKDIR below WORKDIR, with a variable", """
                        FROM {base}
                        ENV DIRPATH=/path
                        WORKDIR $DIRPATH/a
                        WORKDIR b
                        WORKDIR c
                        RUN pwd > out
                        """)
                        .config("Env", "[\"PATH=/bin\", \"DIRPATH=/path\"]")
                        .config("WorkingDir", "\"/path/a/b/c\"")
                        .hasFolder("/path")
                        .hasFolder("/path/a")
                        .hasFolder("/path/a/b")
                        .hasFolder("/path/a/b/c")
                        .has("/path/a/b/c/out", "/path/a/b/c\n"),
                building("WORKDIR that no step uses", """
                        FROM {base}
                        WORKDIR /work
                        """)
                        .config("WorkingDir", "\"/work\"")
                        .hasFolder("/work"),
                building("VOLUME as words", """
                        FROM {base}
                        VOLUME /var/log /var/db
                        """).config("Volumes", "{\"/var/log\": {}, \"/var/db\": {}}"),
                building("VOLUME in JSON form", """
                        FROM {base}
                        VOLUME ["/var/log", "/two words"]
                        """).config("Volumes", "{\"/var/log\": {}, \"/two words\": {}}"),
                building("what RUN writes below a VOLUME is kept", """
                        FROM {base}
                        RUN mkdir /data && echo a > /data/a
                        VOLUME /data
                        RUN echo b > /data/b
                        COPY c /data/
                        """)
                        .context("c", "c")
                        .config("Volumes", "{\"/data\": {}}")
                        .hasFolder("/data")
                        .has("/data/a", "a\n")
                        .has("/data/b", "b\n")
                        .has("/data/c", "c"),
                building("STOPSIGNAL by name", """
                        FROM {base}
                        STOPSIGNAL SIGKILL
                        """).config("StopSignal", "\"SIGKILL\""),
                building("STOPSIGNAL by number", """
                        FROM {base}
                        STOPSIGNAL 9
                        """).config("StopSignal", "\"9\""),
                building("EXPOSE", """
                        FROM {base}
                        EXPOSE 80
                        EXPOSE 53/tcp 53/udp
                        """).config("ExposedPorts", "{\"80/tcp\": {}, \"53/tcp\": {}, \"53/udp\": {}}"),
                building("forms of LABEL", """
                        FROM {base}
                        LABEL "com.example.vendor"="ACME Incorporated"
                        LABEL com.example.label-with-value="foo"
                        LABEL version="1.0"
                        LABEL description="This text illustrates \\
                        that label-values can span multiple lines."
                        LABEL multi.label1="value1" \\
                              multi.label2="value2" \\
                              other="value3"
                        LABEL other=value4
                        """).config("Labels", """
                        {"com.example.vendor": "ACME Incorporated", "com.example.label-with-value": "foo", "version": "1.0",
                         "description": "This text illustrates that label-values can span multiple lines.",
                         "multi.label1": "value1", "multi.label2": "value2", "other": "value4"}"""),
                building("MAINTAINER", """
                        FROM {base}
                        MAINTAINER A. Maintainer <a@example.com>
                        """).author("A. Maintainer <a@example.com>"));
    }
}
