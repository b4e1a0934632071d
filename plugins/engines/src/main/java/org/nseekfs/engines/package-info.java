/**
 * Our plugins in real engines: {@link org.nseekfs.engines.EngineSession} is an engine with an
 * index, {@link org.nseekfs.engines.Agreement} holds its answers against the library's, {@link
 * org.nseekfs.engines.EngineBenchmark} measures it beside the engine's own vectors.
 */
package org.nseekfs.engines;
