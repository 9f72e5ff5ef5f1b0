"""Words that only look like words of the lexicon, written as `finding` says: 其他 has 他 in it."""

from collections.abc import Mapping

from guard_api.messages.lexicon.concepts import Concept

FALSE_FRIENDS: Mapping[Concept, str] = {
    Concept.IGNORED: """
        其他 其它 他人 吉他 特别 分别 类别 级别 识别 区别 个别 性别 辨别 告别 鉴别 别人 国别 请假 请客 邀请 申请表 大妈
        妈祖 自我 我行 我司 我国 我市 我院 我们 要么 那么 这么 多么 什么时候 没什么 么么 不是诈骗 防止诈骗 反诈中心 反诈
        不是骗子 为防诈骗 非诈骗 速度 快速 急速 高速 迅速 加速 提速 无须 预防诈骗 现在线 不用担心 呼叫 如何处理 防骗
        诈骗电话 拒收回复 退订回 退订 信用卡 关于 关联 关系 相关 有关 机关 关注 关键 关心 关爱 开关 无关 海关 关节 关怀
        公关 关卡 攻关 难关 关门 关照 关税 关头 关机 关灯 会员卡 纳税信用 企业信用 社会信用 资金监管账户 银行监管账户
        让我们 给我们 拦截诈骗 屏蔽诈骗 阻止骗子 阻断诈骗 防止骗子 防止被骗 防止诈骗电话 诈骗来电 诈骗拦截 防诈骗功能
        反诈民警 第三方监管账户 三方监管协议 不安全 快乐 愉快 快讯 快手 快运 快钱 秘密 紧密 密切 加密 念书 概念 纪念
        想念 观念 留念 判断 诊断 不断 断网 星期 抹茶 扣子 折扣 纽扣 掉了 案件受理 纳税信用等级 反诈民警上门 大转 转载
        周转金 没有逾期 无逾期 未逾期 避免逾期 图书已逾期 转身 转眼 好转 转正 转学 转专业 转岗 转行 取消了自动
        not_a_scam anti_fraud fraud_prevention prevent_fraud no_scam not_fraud fraud_protection against_fraud ill~
        not_only cast_iron other_party share_price~ market_share~ share_capital we_are we_will our_bank our_system
        our_customer show_you_how_to shows_you_how account_number account_numbers account_no if_you_dont_agree
        reply_stop reply_stop_to reply_stop_to_opt_out reply_stop_to_unsubscribe stop_to_opt_out text_stop stop_to_end
        credit_to_your store_credit school_credit credits extra_credit tax_credit our_staff branch_staff bank_staff
        stop_scammers stop_fraudsters stop_criminals stop_scams stop_scam stops_scammers stops_fraudsters
        stops_criminals stops_scams stops_scam block_scammers block_fraudsters block_criminals block_scams block_scam
        blocks_scammers blocks_fraudsters blocks_criminals blocks_scams blocks_scam against_scammers against_fraudsters
        against_criminals against_scams against_scam from_scammers from_fraudsters from_criminals from_scams from_scam
        stop_the_scammers stop_the_fraudsters stop_the_criminals stop_the_scams stop_the_scam stops_the_scammers
        stops_the_fraudsters stops_the_criminals stops_the_scams stops_the_scam scam_calls fraud_calls anti_scam
        anti_fraud_protection cod_only police_report police_station police_officer_wang direct_debit_guarantee trade_in
        prime_minister your_credit_card_payment credit_card_payment credit_card_bill no_overdue
    """,
}
