package io.wave.builder.singularity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SifHeaderTest {

    private static final String LAUNCH = "#!/usr/bin/env run-singularity\n\0";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"02, amd64", "04, arm64"})
    void namesTheArchitecture(String code, String architecture) throws IOException {
        assertThat(SifHeader.architecture(file(LAUNCH + "SIF_MAGIC\00001\0" + code + "\0rest")))
                .contains(architecture);
    }

    @Test
    void otherFilesNameNone() throws IOException {
        assertThat(SifHeader.architecture(file(LAUNCH + "SIF_MAGIC\00001\00099\0")))
                .isEmpty();
        assertThat(SifHeader.architecture(file("#!/bin/sh\n".repeat(20)))).isEmpty();
        assertThat(SifHeader.architecture(file("short"))).isEmpty();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("image.sif"), content, StandardCharsets.ISO_8859_1);
    }
}
