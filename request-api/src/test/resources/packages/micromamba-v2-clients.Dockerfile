FROM mambaorg/micromamba:2-amazon2023 AS wave_build
USER root
ENV MAMBA_ROOT_PREFIX=/opt/conda
COPY conda.yml /tmp/conda.yml
RUN export MAMBA_ROOT_PREFIX=/opt/conda \
    && micromamba install -y -n base conda-forge::which \
    && { [ -e /usr/bin/which ] || ln -s /opt/conda/bin/which /usr/bin/which; } \
    && if micromamba install -y -n base -f /tmp/conda.yml > /tmp/mamba.log 2>&1; then cat /tmp/mamba.log; \
        elif cat /tmp/mamba.log >&2 && grep -q __cuda /tmp/mamba.log; then CONDA_OVERRIDE_CUDA=99 micromamba install -y -n base -f /tmp/conda.yml; \
        else exit 1; fi \
    && micromamba install -y -n base 'conda-forge::procps-ng' \
    && micromamba clean -a -y \
    && micromamba env export --name base --explicit > /tmp/environment.lock \
    && for record in "$MAMBA_ROOT_PREFIX"/lib/python*/site-packages/*.dist-info; do \
        if [ "$(cat "$record/INSTALLER" 2> /dev/null)" = pip ]; then \
        name="$(sed -n 's/^Name: *//p' "$record/METADATA" | head -n 1)"; \
        version="$(sed -n 's/^Version: *//p' "$record/METADATA" | head -n 1)"; \
        url="$(sed -n 's/.*"url": *"\(http[^"]*\)".*/\1/p' "$record/direct_url.json" 2> /dev/null)"; \
        commit="$(sed -n 's/.*"commit_id": *"\([^"]*\)".*/\1/p' "$record/direct_url.json" 2> /dev/null)"; \
        if [ -z "$url" ]; then echo "# pip $name==$version"; \
        else echo "# pip $name @ ${commit:+git+}$url${commit:+@$commit}"; fi; fi; done | sort -u >> /tmp/environment.lock \
    && echo '>> CONDA_LOCK_START' \
    && cat /tmp/environment.lock \
    && echo '<< CONDA_LOCK_END'

FROM ubuntu:24.04 AS wave_final
COPY --from=wave_build /opt/conda /opt/conda
USER root
ENV MAMBA_ROOT_PREFIX=/opt/conda
ENV PATH="/opt/conda/bin:$PATH"
