package io.wave.api.submission;

import io.wave.api.scan.RequestedScan;
import io.wave.api.submission.plan.TargetImage;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.Submission;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.ProxyImageNames;
import io.wave.api.token.TokenFactory;
import io.wave.api.token.TokenRecordCache;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Creates the responses to container requests, in both versions of the API. */
@Component
class ResponseFactory {

    private final ProxyImageNames names;
    private final TokenFactory tokens;
    private final TokenRecordCache records;

    ResponseFactory(ProxyImageNames names, TokenFactory tokens, TokenRecordCache records) {
        this.names = names;
        this.tokens = tokens;
        this.records = records;
    }

    SubmitResponse of(AcceptedRequest request, ApiVersion version) {
        RequestRecord record = request.record();
        String buildId = request.job().map(JobId::toString).orElse(null);
        String target =
                record.durable() ? request.sourceImage() : names.of(record.token(), record.image(), request.digest());
        SubmitResponse response = switch (version) {
            case V1 -> v1(record, target, request.sourceImage(), request.startedJob() ? buildId : null);
            case V2 ->
                v2(
                        record,
                        target,
                        request.sourceImage(),
                        buildId,
                        request.isReady(),
                        request.details().isMirror(),
                        request.scans().stream()
                                .findFirst()
                                .map(RequestedScan::id)
                                .orElse(null),
                        (request.isReady() && request.scans().isEmpty()) ? Boolean.TRUE : null);
        };
        return response.withDigest(request.digest());
    }

    /**
     * The response to a dry run. Nothing is stored, except the record from which the proxy resolves the image of a
     * freeze.
     */
    SubmitResponse ofDryRun(
            Submission.BuildSubmission submission, TargetImage image, boolean present, ApiVersion version) {
        String tenant = submission.common().caller().tenant();
        boolean freeze = submission.isFreeze();
        RequestRecord record =
                tokens.issue(new TokenFactory.Served(tenant, image.target(), null, null, null, null, freeze, true));
        if (freeze) {
            records.write(record);
        }
        String buildId = image.containerId() + "_0";
        String target = freeze ? image.typed() : names.of(record.token(), image.target(), null);
        return switch (version) {
            case V1 -> v1(record, target, image.typed(), buildId);
            case V2 -> v2(record, target, image.typed(), buildId, present, false, null, true);
        };
    }

    /** The response to a dry run of a mirror. */
    SubmitResponse ofDryRun(Submission.Mirror submission, JobId id, MirrorRequestHandler.DryRun dryRun) {
        ImageReference target = dryRun.target();
        RequestRecord record = tokens.issue(new TokenFactory.Served(
                submission.common().caller().tenant(), target, null, null, null, null, true, true));
        records.write(record);
        return v2(record, target.toString(), target.toString(), id + "_0", dryRun.present(), true, null, true);
    }

    private static SubmitResponse v1(RequestRecord record, String target, String source, @Nullable String buildId) {
        return new SubmitResponse(
                record.token(),
                record.token(),
                target,
                record.expiresAt(),
                source,
                buildId,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static SubmitResponse v2(
            RequestRecord record,
            String target,
            String source,
            @Nullable String buildId,
            boolean cached,
            boolean mirror,
            @Nullable String scanId,
            @Nullable Boolean succeeded) {
        ContainerToken token = record.durable() ? null : record.token();
        Instant expiration = record.durable() ? null : record.expiresAt();
        return new SubmitResponse(
                record.token(),
                token,
                target,
                expiration,
                source,
                buildId,
                buildId == null ? null : cached,
                record.durable() && !mirror,
                mirror,
                scanId,
                succeeded,
                null);
    }
}
