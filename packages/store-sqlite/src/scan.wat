;; Dot products of one query with the rows of a block, float32, four lanes at a time.
;; Every row is summed in the same order whatever its place, so equal vectors get equal scores, bit for bit.
(module
  (import "env" "memory" (memory 1))
  ;; query, rows, scores: byte offsets. stride: bytes of a row, a multiple of 64; the query is as long.
  (func (export "scan")
    (param $query i32) (param $rows i32) (param $count i32) (param $stride i32) (param $scores i32)
    (local $row_end i32) (local $q i32) (local $last i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $last (i32.add (local.get $rows) (i32.mul (local.get $count) (local.get $stride))))
    (loop $row
      (local.set $q (local.get $query))
      (local.set $row_end (i32.add (local.get $rows) (local.get $stride)))
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (loop $step
        (local.set $a (f32x4.add (local.get $a)
          (f32x4.mul (v128.load (local.get $q)) (v128.load (local.get $rows)))))
        (local.set $b (f32x4.add (local.get $b)
          (f32x4.mul (v128.load offset=16 (local.get $q)) (v128.load offset=16 (local.get $rows)))))
        (local.set $c (f32x4.add (local.get $c)
          (f32x4.mul (v128.load offset=32 (local.get $q)) (v128.load offset=32 (local.get $rows)))))
        (local.set $d (f32x4.add (local.get $d)
          (f32x4.mul (v128.load offset=48 (local.get $q)) (v128.load offset=48 (local.get $rows)))))
        (local.set $q (i32.add (local.get $q) (i32.const 64)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
        (br_if $step (i32.ne (local.get $rows) (local.get $row_end))))
      (local.set $a (f32x4.add
        (f32x4.add (local.get $a) (local.get $b))
        (f32x4.add (local.get $c) (local.get $d))))
      (f32.store (local.get $scores)
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
          (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (br_if $row (i32.ne (local.get $rows) (local.get $last))))))
