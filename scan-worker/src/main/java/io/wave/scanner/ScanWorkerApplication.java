package io.wave.scanner;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Consumes scan commands and scans the images. */
@SpringBootApplication
public class ScanWorkerApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(ScanWorkerApplication.class)
                .properties("spring.config.name=scan-worker")
                .run(args);
    }
}
