package io.wave.api.submission;

import io.wave.api.submission.plan.WantedImage;
import io.wave.api.submission.request.ApiVersion;
import io.wave.api.submission.request.Submission;
import io.wave.api.token.AcceptedRequest;
import io.wave.api.token.ProxyImageNames;
import io.wave.api.token.TokenRecords;
import io.wave.api.token.Tokens;
import io.wave.build.BuildId;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is answered to a container request, in the two versions of the API. */
@Component
class Answers {

    private final ProxyImageNames names;
    private final Tokens tokens;
    private final TokenRecords records;

    Answers(ProxyImageNames names, Tokens tokens, TokenRecords records) {
        this.names = names;
        this.tokens = tokens;
        this.records = records;
    }

    SubmitResponse of(AcceptedRequest request, ApiVersion version) {
        RequestRecord record = request.record();
        String buildId = request.build().map(BuildId::toString).orElse(null);
        String target =
                record.durable() ? request.sourceImage() : names.of(record.token(), record.image(), request.digest());
        SubmitResponse response = switch (version) {
            case V1 -> v1(record, target, request.sourceImage(), request.startedBuild() ? buildId : null);
            case V2 ->
                v2(
                        record,
                        target,
                        request.sourceImage(),
                        buildId,
                        request.isReady(),
                        request.isReady() ? Boolean.TRUE : null);
        };
        return response.withDigest(request.digest());
    }

    /** Names only: nothing is stored but, of a freeze, what the proxy needs to name the image to pull. */
    SubmitResponse ofDryRun(Submission.Made made, WantedImage wanted, boolean present, ApiVersion version) {
        String tenant = made.asked().caller().tenant();
        boolean freeze = made.isFreeze();
        RequestRecord record =
                tokens.issue(new Tokens.Served(tenant, wanted.target(), null, null, null, null, freeze, true));
        if (freeze) {
            records.write(record);
        }
        String buildId = wanted.containerId() + "_0";
        String target = freeze ? wanted.typed() : names.of(record.token(), wanted.target(), null);
        return switch (version) {
            case V1 -> v1(record, target, wanted.typed(), buildId);
            case V2 -> v2(record, target, wanted.typed(), buildId, present, true);
        };
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
                null);
    }

    private static SubmitResponse v2(
            RequestRecord record,
            String target,
            String source,
            @Nullable String buildId,
            boolean cached,
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
                record.durable(),
                false,
                succeeded,
                null);
    }
}
