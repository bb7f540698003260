/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "results/blob.h"

#include "sim/memory.h"

#define FORMAT 1
#define VARINT_MAX 10 /* bytes of a 64-bit varint */

struct writer {
	unsigned char *bytes;
	size_t length, room;
};

static void put_varint(struct writer *writer, uint64_t value)
{
	if (writer->length + VARINT_MAX > writer->room) {
		writer->room = writer->room * 2 + 64;
		writer->bytes = memory_resize(writer->bytes, writer->room);
	}
	for (; value > 0x7f; value >>= 7)
		writer->bytes[writer->length++] =
			(unsigned char)(value | 0x80);
	writer->bytes[writer->length++] = (unsigned char)value;
}

void *blob_encode(const struct histogram *histogram, size_t *length)
{
	struct histogram_bucket bucket;
	struct writer writer = {0};
	uint32_t cursor = 0;
	int64_t last = 0;

	put_varint(&writer, FORMAT);
	if (histogram->count) {
		put_varint(&writer, (uint64_t)histogram->low);
		put_varint(&writer, (uint64_t)histogram->high);
	}
	while (histogram_next(histogram, &cursor, &bucket)) {
		put_varint(&writer, (uint64_t)(bucket.low - last));
		put_varint(&writer, bucket.count);
		last = bucket.low;
	}
	*length = writer.length;
	return writer.bytes;
}

struct reader {
	const unsigned char *at, *end;
};

/* -1 when the bytes end too early or the number has more than 64 bits. */
static int get_varint(struct reader *reader, uint64_t *value)
{
	*value = 0;
	for (unsigned shift = 0; reader->at < reader->end; shift += 7) {
		uint64_t part = *reader->at & 0x7f;

		if (shift > 63 || (part << shift) >> shift != part)
			return -1;
		*value |= part << shift;
		if (!(*reader->at++ & 0x80))
			return 0;
	}
	return -1;
}

/* A number that a sim_time can hold. */
static int get_value(struct reader *reader, int64_t *value)
{
	uint64_t number;

	if (get_varint(reader, &number) || number > INT64_MAX)
		return -1;
	*value = (int64_t)number;
	return 0;
}

static int get_buckets(struct reader *reader, struct histogram *into)
{
	int64_t low = 0, delta;
	uint64_t count;

	while (reader->at < reader->end) {
		if (get_value(reader, &delta) || get_varint(reader, &count))
			return -1;
		if (delta > INT64_MAX - low || count == 0 ||
		    count > UINT64_MAX - into->count)
			return -1;
		low += delta;
		histogram_add_many(into, low, count);
	}
	return into->count ? 0 : -1;
}

static int get_histogram(struct reader *reader, struct histogram *into)
{
	int64_t low, high;
	uint64_t format;

	if (get_varint(reader, &format) || format != FORMAT)
		return -1;
	if (reader->at == reader->end)
		return 0;
	if (get_value(reader, &low) || get_value(reader, &high) ||
	    get_buckets(reader, into))
		return -1;
	/* Buckets only know where they begin. */
	into->low = low;
	into->high = high;
	return low <= high ? 0 : -1;
}

int blob_decode(const void *bytes, size_t length, struct histogram *into)
{
	struct reader reader = {bytes, (const unsigned char *)bytes + length};
	struct histogram found;
	int result;

	histogram_init(&found);
	result = get_histogram(&reader, &found);
	if (result == 0)
		histogram_merge(into, &found);
	histogram_fini(&found);
	return result;
}
