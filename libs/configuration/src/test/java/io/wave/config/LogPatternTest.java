package io.wave.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class LogPatternTest {

    private static final String BUILD = "bd-8810fea7c23b6a12_1";

    @TempDir
    Path folder;

    @Test
    void pairsAreInFileAndOnConsole(CapturedOutput output) throws IOException {
        Path log = folder.resolve("service.log");
        try (var _ = start(log)) {
            LoggerFactory.getLogger("io.wave.Sample")
                    .atInfo()
                    .addKeyValue("buildId", BUILD)
                    .log("Build started");
            LoggerFactory.getLogger("io.wave.Sample").info("Nothing more");
            try (var _ = MDC.putCloseable("traceId", "0af7651916cd43dd8448eb211c80319c")) {
                LoggerFactory.getLogger("io.wave.Sample").info("Traced");
            }
        }
        assertThat(Files.readString(log))
                .containsPattern(
                        " INFO \\d+ --- \\[sample] \\[main] io\\.wave\\.Sample +: Build started buildId=\"%s\"\n"
                                .formatted(BUILD))
                .contains(": Nothing more\n", ": Traced traceId=0af7651916cd43dd8448eb211c80319c\n");
        assertThat(output.getOut())
                .containsPattern(" INFO \\d+ --- \\[sample] .* io\\.wave\\.Sample +: Build started buildId=\"%s\"\n"
                        .formatted(BUILD))
                .doesNotContain("\u001b", "PROPERTY", "PARSER_ERROR", "IS_UNDEFINED");
    }

    private static ConfigurableApplicationContext start(Path log) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run("--spring.application.name=sample", "--logging.file.name=" + log);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
