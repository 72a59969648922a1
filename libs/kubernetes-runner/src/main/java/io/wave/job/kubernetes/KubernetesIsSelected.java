package io.wave.job.kubernetes;

import io.wave.job.engine.config.RunnerIsSelected;

/** Whether the runner {@code kubernetes} is configured. */
final class KubernetesIsSelected extends RunnerIsSelected {

    KubernetesIsSelected() {
        super(KubernetesRunnerConfiguration.NAME);
    }
}
