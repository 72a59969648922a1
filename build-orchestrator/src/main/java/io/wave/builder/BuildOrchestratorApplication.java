package io.wave.builder;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Consumes build commands and runs the builds. */
@SpringBootApplication
public class BuildOrchestratorApplication {

    public static void main(String[] args) {
        new SpringApplicationBuilder(BuildOrchestratorApplication.class)
                .properties("spring.config.name=build-orchestrator")
                .run(args);
    }
}
