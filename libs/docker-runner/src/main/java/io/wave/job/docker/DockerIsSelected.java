package io.wave.job.docker;

import io.wave.job.engine.config.RunnerIsSelected;

/** Whether the runner {@code docker} is configured. */
final class DockerIsSelected extends RunnerIsSelected {

    DockerIsSelected() {
        super(DockerRunnerConfiguration.NAME);
    }
}
