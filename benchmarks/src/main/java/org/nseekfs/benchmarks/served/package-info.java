/**
 * Our plugins in real engines: {@link org.nseekfs.benchmarks.served.Agreement} holds their answers
 * against the library's, {@link org.nseekfs.benchmarks.served.EngineBenchmark} measures them beside
 * the engine's own vectors, {@link org.nseekfs.benchmarks.served.EngineDemoCommand} shows them.
 */
package org.nseekfs.benchmarks.served;
