/** What engines are asked over HTTP, and how each of them wants it said. */
package org.nseekfs.engines.http;
