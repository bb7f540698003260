/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/queueing.h"

#include <assert.h>
#include <math.h>

double erlang_c(int servers, double load)
{
	double blocking = 1;

	for (int i = 1; i <= servers; i++) /* Erlang B, by recursion */
		blocking = load * blocking / (i + load * blocking);
	return servers * blocking / (servers - load * (1 - blocking));
}

/* Service ends at rate `end`, the wait of those who wait at rate `drain`. */
static double mmc_above(double waits, double end, double drain, double time)
{
	double both = (drain * exp(-end * time) - end * exp(-drain * time)) /
		      (drain - end);

	return (1 - waits) * exp(-end * time) + waits * both;
}

double mmc_quantile(int servers, double rate, double service, double q)
{
	double waits = erlang_c(servers, rate * service);
	double end = 1 / service, drain = servers / service - rate;
	double low = 0, high = 1000 * service;

	if (servers == 1) /* both rates meet: the sojourn is exponential */
		return -log(1 - q) / drain;
	for (int i = 0; i < 200; i++) {
		double middle = (low + high) / 2;

		if (mmc_above(waits, end, drain, middle) > 1 - q)
			low = middle;
		else
			high = middle;
	}
	return low;
}

double mg1_wait(double rate, double service, double scv)
{
	double load = rate * service;

	return load * service * (1 + scv) / (2 * (1 - load));
}

double setup_wait(double rate, double mean, double second_moment)
{
	return (2 * mean + rate * second_moment) / (2 * (1 + rate * mean));
}

double mm1k_chance(double load, int k, int n)
{
	double sum = 0;

	for (int i = 0; i <= k; i++)
		sum += pow(load, i);
	return pow(load, n) / sum;
}

double mm1k_refused(double load, int k)
{
	return mm1k_chance(load, k, k);
}

double mm1k_inside(double load, int k)
{
	double inside = 0;

	for (int i = 1; i <= k; i++)
		inside += i * mm1k_chance(load, k, i);
	return inside;
}

/* free[n], blocked[n]: chances that n places are taken.  One step of the
 * chain that has the same stationary distribution and no idle states. */
static void blocking_step(double load, int k, int resume, double *free,
			  double *blocked)
{
	double up = load / (1 + load), down = 1 / (1 + load);
	double next[32] = {0}, stop[32] = {0};

	for (int n = 0; n <= k; n++) {
		next[n < k ? n + 1 : k] += n < k ? up * free[n] : 0;
		stop[k] += n == k ? up * free[n] : 0;
		next[n > 0 ? n - 1 : 0] += down * free[n];
		stop[n] += up * blocked[n];
		if (n - 1 == k - resume)
			next[n] += down * blocked[n];
		else if (n > 0)
			stop[n - 1] += down * blocked[n];
	}
	for (int n = 0; n <= k; n++) {
		free[n] = next[n];
		blocked[n] = stop[n];
	}
}

double blocked_throughput(double load, int k, int resume)
{
	double free[32] = {1}, blocked[32] = {0};

	assert(k < 32 && resume >= 1 && resume <= k);
	for (int i = 0; i < 20000; i++)
		blocking_step(load, k, resume, free, blocked);
	return 1 - free[0]; /* blocked, something is there */
}

double harmonic(int n, int power)
{
	double sum = 0;

	for (int i = 1; i <= n; i++)
		sum += 1 / pow(i, power);
	return sum;
}

double mva_throughput(int jobs, double delay, const double *service,
		      int servers, double *response)
{
	double queue[8] = {0}, time[8], rate = 0;

	assert(servers <= 8);
	for (int n = 1; n <= jobs; n++) {
		double cycle = delay;

		for (int i = 0; i < servers; i++)
			cycle += time[i] = service[i] * (1 + queue[i]);
		rate = n / cycle;
		for (int i = 0; i < servers; i++)
			queue[i] = rate * time[i];
	}
	for (int i = 0; i < servers && response; i++)
		response[i] = time[i];
	return rate;
}

double poisson_upto(double mean, int n)
{
	double term = exp(-mean), sum = term;

	for (int i = 1; i <= n; i++)
		sum += term *= mean / i;
	return sum;
}
