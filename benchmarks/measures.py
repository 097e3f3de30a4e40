"""Coverage and width of every interval in simulated worlds with known truth, and the rate of false discoveries; exit 1 when a bound breaks.

    python benchmarks/measures.py [REPLICATIONS]      # 2000 by default
"""

import sys

from framing.measure.proof import evaluate_measures

if __name__ == "__main__":
    sys.exit(0 if evaluate_measures(replications=int(sys.argv[1]) if len(sys.argv) > 1 else 2000) else 1)
