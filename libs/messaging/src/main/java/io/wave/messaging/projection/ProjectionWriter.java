package io.wave.messaging.projection;

import io.wave.job.JobRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes projections to Redis, and converts them to and from the JSON that the outbox stores. */
public final class ProjectionWriter {

    private static final String REVOKED = "revoked";

    private final JobRecords jobs;
    private final RevokedTokens revoked;
    private final JsonMapper json;

    public ProjectionWriter(JobRecords jobs, RevokedTokens revoked, JsonMapper json) {
        this.jobs = jobs;
        this.revoked = revoked;
        this.json = json;
    }

    /** The JSON of a projection, the same for equal projections. */
    public String text(Projection projection) {
        return switch (projection) {
            case Projection.OfJob(var job) -> json.writeValueAsString(job);
            case Projection.OfRevocation revocation -> json.writeValueAsString(revocation);
        };
    }

    /** @throws tools.jackson.core.JacksonException if the text is not of a projection */
    public Projection parse(String text) {
        JsonNode tree = json.readTree(text);
        return tree.has(REVOKED)
                ? json.treeToValue(tree, Projection.OfRevocation.class)
                : new Projection.OfJob(json.treeToValue(tree, JobRecord.class));
    }

    /** @throws org.springframework.dao.DataAccessException while Redis is away */
    public void write(Projection projection) {
        switch (projection) {
            case Projection.OfJob(var job) -> jobs.write(job);
            case Projection.OfRevocation(var token, var until) -> revoked.write(token, until);
        }
    }
}
