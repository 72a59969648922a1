package io.wave.mirroring;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Consumes mirror commands and copies the images. */
@SpringBootApplication
public class MirrorWorkerApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(MirrorWorkerApplication.class)
                .properties("spring.config.name=mirror-worker")
                .run(args);
    }
}
