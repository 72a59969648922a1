FROM mambaorg/micromamba:2-amazon2023 AS wave_build
USER root
ENV MAMBA_ROOT_PREFIX=/opt/conda
COPY conda.yml /tmp/conda.txt
RUN export MAMBA_ROOT_PREFIX=/opt/conda \
    && micromamba install -y -n base conda-forge::which \
    && { [ -e /usr/bin/which ] || ln -s /opt/conda/bin/which /usr/bin/which; } \
    && if micromamba install -y -n base -f /tmp/conda.txt > /tmp/mamba.log 2>&1; then cat /tmp/mamba.log; \
        elif cat /tmp/mamba.log >&2 && grep -q __cuda /tmp/mamba.log; then CONDA_OVERRIDE_CUDA=99 micromamba install -y -n base -f /tmp/conda.txt; \
        else exit 1; fi \
    && micromamba install -y -n base 'conda-forge::procps-ng' \
    && micromamba clean -a -y \
    && micromamba env export --name base --explicit > /tmp/environment.lock \
    && echo '>> CONDA_LOCK_START' \
    && cat /tmp/environment.lock \
    && echo '<< CONDA_LOCK_END'

FROM ubuntu:24.04 AS wave_final
COPY --from=wave_build /opt/conda /opt/conda
USER root
ENV MAMBA_ROOT_PREFIX=/opt/conda
ENV PATH="/opt/conda/bin:$PATH"
