package io.wave.builder;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Consumes build commands and sees each build to its end. */
@SpringBootApplication
public class BuildOrchestratorApplication {

    public static void main(String[] args) {
        SpringApplication.run(BuildOrchestratorApplication.class, args);
    }
}
