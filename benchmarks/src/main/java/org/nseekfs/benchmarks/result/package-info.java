/** What is kept of a run: a line of JSON, and a Markdown table made from such lines. */
package org.nseekfs.benchmarks.result;
