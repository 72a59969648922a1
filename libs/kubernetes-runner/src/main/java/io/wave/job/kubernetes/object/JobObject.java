package io.wave.job.kubernetes.object;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobSpec;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PodFailurePolicy;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnExitCodesRequirement;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyOnPodConditionsPattern;
import io.kubernetes.client.openapi.models.V1PodFailurePolicyRule;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.wave.job.engine.container.Pairs;
import io.wave.job.kubernetes.config.KubernetesProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Job of a job. It has one pod at a time. A pod that is disrupted, for example because its node is drained, is replaced; a
 * command that fails, fails the Job.
 */
public final class JobObject {

    /** The engine ends jobs at their deadline, with a better message; this is for jobs that no worker follows. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final String QUEUE = "kueue.x-k8s.io/queue-name";

    private JobObject() {}

    /** @param properties those for the kind and the profile of the job */
    public static V1Job of(JobRequest request, KubernetesProperties properties) {
        String queue = properties.queue();
        Map<String, String> labels = labels(request, properties);
        Map<String, String> ofJob = new TreeMap<>(labels);
        if (queue != null) {
            ofJob.put(QUEUE, queue);
        }
        Map<String, String> annotations = Pairs.of(properties.annotations());
        annotations.put(Names.ID, request.id());
        return new V1Job()
                .apiVersion("batch/v1")
                .kind("Job")
                .metadata(new V1ObjectMeta()
                        .name(Names.of(request.id()))
                        .labels(ofJob)
                        .annotations(annotations))
                .spec(new V1JobSpec()
                        .backoffLimit(0)
                        .podReplacementPolicy("Failed")
                        .podFailurePolicy(failurePolicy())
                        .activeDeadlineSeconds(request.runTimeout().plus(MARGIN).toSeconds())
                        .ttlSecondsAfterFinished((int) properties.keep().toSeconds())
                        .suspend(queue == null ? null : Boolean.TRUE)
                        .template(new V1PodTemplateSpec()
                                .metadata(new V1ObjectMeta().labels(labels).annotations(new TreeMap<>(annotations)))
                                .spec(PodObject.of(request, properties))));
    }

    private static Map<String, String> labels(JobRequest request, KubernetesProperties properties) {
        Map<String, String> labels = Pairs.of(properties.labels());
        labels.putAll(Names.labels(request.id(), request.kind()));
        request.profile().ifPresent(profile -> labels.put(Names.PROFILE, profile.name()));
        return labels;
    }

    private static V1PodFailurePolicy failurePolicy() {
        return new V1PodFailurePolicy()
                .rules(List.of(
                        new V1PodFailurePolicyRule()
                                .action("Ignore")
                                .onPodConditions(List.of(new V1PodFailurePolicyOnPodConditionsPattern()
                                        .type("DisruptionTarget")
                                        .status("True"))),
                        new V1PodFailurePolicyRule()
                                .action("FailJob")
                                .onExitCodes(new V1PodFailurePolicyOnExitCodesRequirement()
                                        .containerName(Names.CONTAINER)
                                        .operator("NotIn")
                                        .values(List.of(0)))));
    }
}
